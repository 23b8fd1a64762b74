import type { Schemas } from "@/api/client";
import { Pill, type Tone } from "./Pill";

export type Label = Schemas["RecommendationRow"]["label"];

const TONES: Record<Label, Tone> = { BUY: "up", HOLD: "quiet", SELL: "down" };

/** What each label claims. */
export const CLAIMS: Record<Label, string> = {
  BUY: "It beats the VN30 by more than a round trip costs",
  HOLD: "Neither buying nor selling is supported by the forecast",
  SELL: "It falls behind the VN30",
};

/** The label of a recommendation; its title says what it claims. */
export function LabelPill({ label }: { label: Label }) {
  return (
    <Pill tone={TONES[label]} title={CLAIMS[label]}>
      {label}
    </Pill>
  );
}
