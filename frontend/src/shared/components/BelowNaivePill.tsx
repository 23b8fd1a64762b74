import { m } from "@/paraglide/messages";
import { Pill } from "./Pill";

/** The mark of a model or forecast whose last evaluation has a skill below 0; independent of freshness. */
export function BelowNaivePill() {
  return (
    <Pill tone="middling" title={m.shared_its_last_evaluation_lost_to_the()}>
      {m.shared_below_naive()}
    </Pill>
  );
}
