import { m } from "@/paraglide/messages";
import { regimeName, verdictName } from "@/shared/format/codes";
import { inWords } from "@/shared/format/words";

const GROUPS: Readonly<Record<string, string>> = {
  "in time": m.recommendations_group_in_time(),
  backfilled: m.recommendations_group_backfilled(),
  "all HOLD": m.recommendations_group_all_hold(),
  "last month's winners": m.recommendations_group_winners(),
};

const FIELDS: Readonly<Record<string, string>> = {
  label: m.recommendations_field_label(),
  target_date: m.recommendations_field_target_date(),
  reason_code: m.recommendations_field_reason_code(),
  confidence: m.recommendations_field_confidence(),
  chance_to_beat: m.recommendations_field_chance_to_beat(),
  chance_to_fall_behind: m.recommendations_field_chance_to_fall_behind(),
  expected_excess_pct: m.recommendations_field_expected_excess_pct(),
  expected_return_pct: m.recommendations_field_expected_return_pct(),
  lower_return_pct: m.recommendations_field_lower_return_pct(),
  upper_return_pct: m.recommendations_field_upper_return_pct(),
  base_price: m.recommendations_field_base_price(),
  entry_price: m.recommendations_field_entry_price(),
  stop_loss: m.recommendations_field_stop_loss(),
  take_profit: m.recommendations_field_take_profit(),
  worst_case_pct: m.recommendations_field_worst_case_pct(),
  costs_pct: m.recommendations_field_costs_pct(),
  vn30_rank: m.recommendations_field_vn30_rank(),
  vn30_ranked: m.recommendations_field_vn30_ranked(),
  verdict: m.recommendations_field_verdict(),
  order_verdict: m.recommendations_field_order_verdict(),
  volatility_regime: m.recommendations_field_volatility_regime(),
  trend_regime: m.recommendations_field_trend_regime(),
  is_last_months_winner: m.recommendations_field_is_last_months_winner(),
  justification: m.recommendations_field_justification(),
  reasons: m.recommendations_field_reasons(),
};

/** The name of a group of the track record. */
export function groupName(group: string): string {
  return GROUPS[group] ?? regimeName(group);
}

/** The name of a field in which a replay differs. */
export function fieldName(field: string): string {
  return FIELDS[field] ?? inWords(field);
}

/** A value of such a field in words. */
export function fieldValue(field: string, value: string | null): string {
  if (value === null) return m.recommendations_none();
  if (field.endsWith("verdict")) return verdictName(value) ?? value;
  return field.endsWith("regime") ? regimeName(value) : value;
}
