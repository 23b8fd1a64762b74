import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";

type Action = Schemas["RecordedAction"];

/** The kinds of corporate actions. */
export const ACTION_KINDS: Record<Action["kind"], string> = {
  cash_dividend: m.data_kind_cash_dividend(),
  stock_dividend: m.data_kind_stock_dividend(),
  bonus_issue: m.data_kind_bonus_issue(),
  rights_issue: m.data_kind_rights_issue(),
  split: m.data_kind_split(),
  unknown: m.data_kind_unknown(),
};

/** Who says that there was an action. */
export const ORIGINS: Record<Action["origin"], string> = {
  declared: m.data_origin_declared(),
  vendor: m.data_origin_vendor(),
  inferred: m.data_origin_inferred(),
};

/** What a crawl has done with a series. */
export const SERIES_STATES: Record<Schemas["SeriesQuality"]["state"], string> = {
  planned: m.data_series_planned(),
  loaded: m.data_series_loaded(),
  failed: m.data_series_failed(),
  up_to_date: m.data_series_up_to_date(),
};

/** The severities of findings. */
export const SEVERITY_NAMES: Record<Schemas["RecordedFinding"]["severity"], string> = {
  error: m.data_severity_error(),
  warning: m.data_severity_warning(),
  info: m.data_severity_info(),
};
