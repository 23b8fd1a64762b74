import { Filters, SelectFilter, TextFilter } from "@/shared/components/Filters";
import { oneOf } from "@/shared/search";
import { SIGNAL_NAMES, SIGNALS, type SimulationsSearch, SORTS, STATES } from "./search";

const SORT_NAMES: Record<string, string> = {
  annualReturn: "Highest return",
  annualExcess: "Most above holding",
  sharpe: "Highest Sharpe ratio",
  deflatedSharpe: "Highest deflated Sharpe",
  drawdown: "Smallest drawdown",
};

type Props = {
  search: SimulationsSearch;
  filtered: boolean;
  onChange: (part: SimulationsSearch) => void;
};

/** Filters and order of the list. */
export function HistoryFilters({ search, filtered, onChange }: Props) {
  const none = {
    state: undefined,
    signal: undefined,
    batch: undefined,
    owner: undefined,
    ticker: undefined,
    search: undefined,
  };
  return (
    <Filters filtered={filtered} onReset={() => onChange(none)}>
      <TextFilter
        label="Name"
        placeholder="Part of the name"
        maxLength={120}
        value={search.search}
        onChange={(text) => onChange({ search: text })}
      />
      <TextFilter
        label="Ticker"
        placeholder="Such as FPT"
        maxLength={12}
        value={search.ticker}
        onChange={(ticker) => onChange({ ticker: ticker?.toUpperCase() })}
      />
      <SelectFilter
        label="Signal"
        all="All signals"
        options={SIGNAL_NAMES}
        value={search.signal}
        onChange={(signal) => onChange({ signal: oneOf(SIGNALS, signal) })}
      />
      <SelectFilter
        label="State"
        all="All states"
        options={Object.fromEntries(STATES.map((state) => [state, state]))}
        value={search.state}
        onChange={(state) => onChange({ state: oneOf(STATES, state) })}
      />
      <SelectFilter
        label="Order"
        all="Newest first"
        options={SORT_NAMES}
        value={search.sort}
        onChange={(sort) => onChange({ sort: oneOf(SORTS, sort) })}
      />
    </Filters>
  );
}
