import { dayOf, oneOf, pageOf, textOf } from "@/shared/search";
import { type OrderSearch, orderSearch } from "@/shared/table/serverOrder";

export const TABS = ["completeness", "changes", "quarantine", "checks", "lake"] as const;
export type DataTab = (typeof TABS)[number];
export const SEVERITIES = ["error", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The API's maximum length. */
export const MAX_TICKER_LENGTH = 20;

/** The columns that the API sorts restatements and corporate actions by. */
export const RESTATEMENT_SORTS = ["ex_date", "factor", "bars"] as const;
export const ACTION_SORTS = ["cash", "ratio", "issue_price", "factor"] as const;

export type RestatementOrder = OrderSearch<(typeof RESTATEMENT_SORTS)[number]>;
export type ActionOrder = OrderSearch<(typeof ACTION_SORTS)[number]>;

/** The search parameters of Data: the tab, the series and cell of the heat map, filters and pages of lists. */
export type DataSearch = RestatementOrder & {
  tab?: Exclude<DataTab, "completeness"> | undefined;
  /** Daily bars are not in the address. */
  series?: "minutes" | undefined;
  from?: string | undefined;
  to?: string | undefined;
  ticker?: string | undefined;
  /** `2025-02`: with a ticker, the cell whose sessions are listed. */
  month?: string | undefined;
  severity?: Severity | undefined;
  page?: number | undefined;
  /** The page of the second list of a tab. */
  secondPage?: number | undefined;
  /** The order of the second list of a tab. */
  secondSortBy?: ActionOrder["sortBy"];
  secondSortDir?: ActionOrder["sortDir"];
  /** The version of the lake whose files are listed. */
  version?: number | undefined;
};

/** All keys are returned: the router keeps keys that a validator leaves out. */
export function dataSearch(raw: Record<string, unknown>): DataSearch {
  const tab = oneOf(TABS, raw.tab);
  const { version } = raw;
  const second = orderSearch(ACTION_SORTS, { sortBy: raw.secondSortBy, sortDir: raw.secondSortDir });
  return {
    tab: tab === "completeness" ? undefined : tab,
    series: raw.series === "minutes" ? "minutes" : undefined,
    from: dayOf(raw.from),
    to: dayOf(raw.to),
    ticker: textOf(raw.ticker, MAX_TICKER_LENGTH)?.toUpperCase(),
    month: dayOf(`${raw.month}-01`) && String(raw.month),
    severity: oneOf(SEVERITIES, raw.severity),
    page: pageOf(raw.page),
    secondPage: pageOf(raw.secondPage),
    ...orderSearch(RESTATEMENT_SORTS, raw),
    secondSortBy: second.sortBy,
    secondSortDir: second.sortDir,
    version:
      typeof version === "number" && Number.isSafeInteger(version) && version > 0 ? version : undefined,
  };
}
