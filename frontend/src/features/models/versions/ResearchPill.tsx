import { m } from "@/paraglide/messages";
import { Pill } from "@/shared/components/Pill";
import { targetOf } from "@/shared/format/targets";
import type { Version } from "./queries";

/** Marks a version of another target than the return of the close over sessions; nothing for others. */
export function ResearchPill({ version }: { version: Version }) {
  if (!version.isResearch) return null;
  return (
    <Pill tone="accent" title={m.models_stored_and_scored_never_served()}>
      {m.models_research({ version: targetOf(version).toLowerCase() })}
    </Pill>
  );
}
