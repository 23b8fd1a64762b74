import type { Fact } from "@/shared/components/FactList";
import { CLAIMS } from "@/shared/components/LabelPill";
import { change, percent, price } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import type { Detail } from "./queries";

/** What a recommendation claims and at which prices. */
export function claimsOf(one: Detail): Fact[] {
  return [
    ["Claim", CLAIMS[one.label]],
    ["Confidence", confidenceWords(one.confidence)],
    ["Expected return", one.expectedReturnPct === null ? "not known" : change(one.expectedReturnPct, 2)],
    [
      "80 % interval",
      one.lowerReturnPct === null
        ? "not known"
        : `${change(one.lowerReturnPct)} to ${change(one.upperReturnPct)}; one of five outcomes is outside`,
    ],
    ["Costs", `${percent(one.costsPct, 2)} for a purchase and a sale: fees and tax`],
    ["Close", dong(one.basePrice)],
    ["Entry", dong(one.entryPrice)],
    ["Stop-loss", dong(one.stopLoss)],
    ["Take-profit", dong(one.takeProfit)],
    ["Worst case", one.worstCasePct === null ? null : change(one.worstCasePct)],
    ["Rank in the VN30", one.vn30Rank === null ? null : `${one.vn30Rank} of ${one.vn30Ranked}`],
    ["Skill of the model", one.verdict],
    ["Order of the stocks", one.orderVerdict],
  ];
}

/** What a recommendation was made from. */
export function originOf({ origin, modelVersion, reasonCode }: Detail): Fact[] {
  return [
    ["Made", time(origin.madeAt)],
    ["From data known", time(origin.knownAt)],
    ["Model", modelVersion],
    ["Profiles", `version ${origin.profileVersion}`],
    ["Reason", reasonCode],
    ["Code", origin.codeVersion.slice(0, 12)],
    ["Inputs", origin.inputHash.slice(0, 12)],
  ];
}

function confidenceWords(confidence: number | null): string {
  if (confidence === null) return "not known";
  const share = Math.round(100 * confidence);
  return `${percent(100 * confidence)}: if the chances are right, ${share} of 100 such claims come true`;
}

function dong(vnd: number | null): string | null {
  return vnd === null ? null : `${price(vnd)} VND`;
}
