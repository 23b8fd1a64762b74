import type { Schemas } from "@/api/client";
import { skill } from "./format";
import { Pill } from "./Pill";

type Verdict = Schemas["Prediction"]["verdict"];

const MEANING: Record<NonNullable<Verdict>, string> = {
  proven: "Better than expecting no change; luck alone does that in fewer than one case in twenty",
  "not proven": "Not shown to be better than expecting no change",
};

/** Whether a forecast has been better than the naive one, with its skill where that is known. */
export function VerdictPill({ verdict, skill: value }: { verdict: Verdict; skill?: number | null }) {
  if (verdict === null) return <Pill tone="quiet">Not scored yet</Pill>;
  return (
    <Pill tone={verdict === "proven" ? "up" : "quiet"} title={MEANING[verdict]}>
      {verdict === "proven" ? "Proven" : "Not proven"}
      {value != null && ` · skill ${skill(value)}`}
    </Pill>
  );
}
