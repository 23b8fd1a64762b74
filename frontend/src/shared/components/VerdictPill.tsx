import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { skill } from "@/shared/format/numbers";
import { Pill } from "./Pill";

type Verdict = Schemas["Prediction"]["verdict"];

const MEANING: Record<NonNullable<Verdict>, string> = {
  proven:
    "Better than the naive forecast of an unchanged price, significant at the 5 % level after correction for the number of stocks",
  "not proven": "Not significantly better than the naive forecast of an unchanged price",
};

/** The verdict on a forecast against the naive forecast, with the skill where it is known. */
export function VerdictPill({ verdict, skill: value }: { verdict: Verdict; skill?: number | null }) {
  if (verdict === null) return <Pill tone="quiet">{m.shared_not_scored_yet()}</Pill>;
  return (
    <Pill tone={verdict === "proven" ? "up" : "quiet"} title={MEANING[verdict]}>
      {verdict === "proven" ? "Proven" : "Not proven"}
      {value != null && ` · skill ${skill(value)}`}
    </Pill>
  );
}
