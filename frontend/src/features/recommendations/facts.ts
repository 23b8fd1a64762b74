import { m } from "@/paraglide/messages";
import type { Fact } from "@/shared/components/FactList";
import { CLAIMS } from "@/shared/components/LabelPill";
import { verdictName } from "@/shared/format/codes";
import { change, percent, price } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import type { Detail } from "./queries";

/** What a recommendation claims and at which prices. */
export function claimsOf(one: Detail): Fact[] {
  return [
    [m.recommendations_claim(), CLAIMS[one.label]],
    [m.recommendations_confidence(), confidenceWords(one.confidence)],
    [
      m.recommendations_expected_return(),
      one.expectedReturnPct === null ? m.recommendations_not_known() : change(one.expectedReturnPct, 2),
    ],
    [
      m.recommendations_interval_80(),
      one.lowerReturnPct === null
        ? m.recommendations_not_known()
        : m.recommendations_interval_words({
            lower: change(one.lowerReturnPct),
            upper: change(one.upperReturnPct),
          }),
    ],
    [m.recommendations_costs(), m.recommendations_costs_words({ costs: percent(one.costsPct, 2) })],
    [m.recommendations_base_close(), dong(one.basePrice)],
    [m.recommendations_entry(), dong(one.entryPrice)],
    [m.recommendations_stop_loss(), dong(one.stopLoss)],
    [m.recommendations_take_profit(), dong(one.takeProfit)],
    [m.recommendations_worst_case(), one.worstCasePct === null ? null : change(one.worstCasePct)],
    [
      m.recommendations_rank_in_vn30(),
      one.vn30Rank === null
        ? null
        : m.recommendations_rank_of({ rank: one.vn30Rank, ranked: one.vn30Ranked ?? "–" }),
    ],
    [m.recommendations_skill_of_model(), verdictName(one.verdict)],
    [m.recommendations_order_of_stocks(), verdictName(one.orderVerdict)],
  ];
}

/** What a recommendation was made from. */
export function originOf({ origin, modelVersion, reasonCode }: Detail): Fact[] {
  return [
    [m.recommendations_made(), time(origin.madeAt)],
    [m.recommendations_from_data_known(), time(origin.knownAt)],
    [m.recommendations_model(), modelVersion],
    [m.recommendations_profiles(), m.recommendations_version_words({ version: origin.profileVersion })],
    [m.recommendations_reason(), reasonCode],
    [m.recommendations_code(), origin.codeVersion.slice(0, 12)],
    [m.recommendations_inputs(), origin.inputHash.slice(0, 12)],
  ];
}

function confidenceWords(confidence: number | null): string {
  if (confidence === null) return m.recommendations_not_known();
  const share = Math.round(100 * confidence);
  return m.recommendations_confidence_words({ percent: percent(100 * confidence), share });
}

function dong(vnd: number | null): string | null {
  return vnd === null ? null : `${price(vnd)} VND`;
}
