import { Pill } from "@/shared/components/Pill";
import { inWords } from "@/shared/format/words";
import type { Version } from "./queries";

/** Marks a version that forecasts another target than the return of the close; nothing for others. */
export function ResearchPill({ version }: { version: Version }) {
  if (!version.isResearch) return null;
  return (
    <Pill tone="accent" title="Stored and scored, never served">
      Research: {targetOf(version)}
    </Pill>
  );
}

/** `raw price of the high` */
export function targetOf({ targetKind, targetColumn }: Version): string {
  const kind = inWords(
    (targetKind ?? "logReturn").replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
  );
  return `${kind} of the ${targetColumn ?? "close"}`;
}
