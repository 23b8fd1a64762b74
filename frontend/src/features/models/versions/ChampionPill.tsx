import { Pill } from "@/shared/components/Pill";
import type { Horizon } from "@/shared/horizons";

/** At which horizons a version is champion; nothing if at none. */
export function ChampionPill({ at }: { at: Horizon[] }) {
  if (at.length === 0) return null;
  return (
    <Pill tone="up" title="Its forecasts are served at these horizons">
      Champion {at.join(", ").toUpperCase()}
    </Pill>
  );
}
