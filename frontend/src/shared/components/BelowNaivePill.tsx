import { Pill } from "./Pill";

/** The mark of a model or forecast whose last evaluation has a skill below 0; independent of freshness. */
export function BelowNaivePill() {
  return (
    <Pill
      tone="middling"
      title="Its last evaluation lost to the naive forecast, that the price stays as it is"
    >
      Below naive
    </Pill>
  );
}
