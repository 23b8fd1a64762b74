import { m } from "@/paraglide/messages";
import { Pill } from "@/shared/components/Pill";
import type { Horizon } from "@/shared/horizons";

/** At which horizons a version is champion; nothing if at none. */
export function ChampionPill({ at }: { at: Horizon[] }) {
  if (at.length === 0) return null;
  return (
    <Pill tone="up" title={m.models_its_forecasts_are_served_at_these()}>
      {m.models_champion({ at: at.join(", ").toUpperCase() })}
    </Pill>
  );
}
