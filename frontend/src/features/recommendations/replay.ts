import type { Schemas } from "@/api/client";

type Replay = Schemas["Replay"];

/** Why a replay came out as it did. */
export function causeWords({ isIdentical, hasSameInputs, hasSameCode, restatements }: Replay): string {
  if (isIdentical) return "All recommendations came out the same, byte for byte.";
  const causes = [
    ...(hasSameInputs ? [] : [inputWords(restatements)]),
    ...(hasSameCode ? [] : ["The code has changed since."]),
  ];
  return causes.length > 0
    ? causes.join(" ")
    : "Inputs and code are the same: the difference is not explained, and a defect.";
}

function inputWords(restatements: Replay["restatements"]): string {
  if (restatements.length === 0) return "The prices have been corrected since, without a restatement.";
  const words = restatements.map(
    ({ ticker, exDate, factor }) => `${ticker} before ${exDate} by the factor ${factor}`,
  );
  return `Prices were restated since: ${words.join("; ")}.`;
}
