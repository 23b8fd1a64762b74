import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";

type Replay = Schemas["Replay"];

/** Why a replay came out as it did. */
export function causeWords({ isIdentical, hasSameInputs, hasSameCode, restatements }: Replay): string {
  if (isIdentical) return m.recommendations_came_out_same();
  const causes = [
    ...(hasSameInputs ? [] : [inputWords(restatements)]),
    ...(hasSameCode ? [] : [m.recommendations_code_changed()]),
  ];
  return causes.length > 0 ? causes.join(" ") : m.recommendations_not_explained();
}

function inputWords(restatements: Replay["restatements"]): string {
  if (restatements.length === 0) return m.recommendations_prices_corrected();
  const words = restatements.map(({ ticker, exDate, factor }) =>
    m.recommendations_restated_by({ ticker, date: exDate, factor }),
  );
  return m.recommendations_prices_restated({ words: words.join("; ") });
}
