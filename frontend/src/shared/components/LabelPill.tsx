import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { Pill, type Tone } from "./Pill";

export type Label = Schemas["RecommendationRow"]["label"];

const TONES: Record<Label, Tone> = { BUY: "up", HOLD: "quiet", SELL: "down" };

/** The labels in the language of the app. */
export const LABELS: Record<Label, string> = {
  BUY: m.shared_buy(),
  HOLD: m.shared_hold(),
  SELL: m.shared_sell(),
};

/** What each label claims. */
export const CLAIMS: Record<Label, string> = {
  BUY: m.shared_it_beats_the_vn30_by_more(),
  HOLD: m.shared_neither_buying_nor_selling_is_supported(),
  SELL: m.shared_it_falls_behind_the_vn30(),
};

/** The label of a recommendation; its title says what it claims. */
export function LabelPill({ label }: { label: Label }) {
  return (
    <Pill tone={TONES[label]} title={CLAIMS[label]}>
      {LABELS[label]}
    </Pill>
  );
}
