import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { skill } from "@/shared/format/numbers";
import { Pill } from "./Pill";

type Verdict = Schemas["Prediction"]["verdict"];

const MEANING: Record<NonNullable<Verdict>, string> = {
  proven: m.shared_better_than_naive(),
  "not proven": m.shared_not_better_than_naive(),
};

/** The verdict on a forecast against the naive forecast, with the skill where it is known. */
export function VerdictPill({ verdict, skill: value }: { verdict: Verdict; skill?: number | null }) {
  if (verdict === null) return <Pill tone="quiet">{m.shared_not_scored_yet()}</Pill>;
  return (
    <Pill tone={verdict === "proven" ? "up" : "quiet"} title={MEANING[verdict]} wraps={value != null}>
      {verdict === "proven" ? m.shared_proven() : m.shared_not_proven()}
      {value != null && m.shared_skill_beside({ skill: skill(value) })}
    </Pill>
  );
}
