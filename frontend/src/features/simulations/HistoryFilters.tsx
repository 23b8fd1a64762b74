import { m } from "@/paraglide/messages";
import { Filters, SelectFilter, TextFilter } from "@/shared/components/Filters";
import { oneOf } from "@/shared/search";
import { SIGNAL_NAMES, SIGNALS, type SimulationsSearch, SORTS, STATES } from "./search";

const SORT_NAMES: Record<string, string> = {
  annualReturn: m.simulations_highest_return(),
  annualExcess: m.simulations_most_above_holding(),
  sharpe: m.simulations_highest_sharpe_ratio(),
  deflatedSharpe: m.simulations_highest_deflated_sharpe(),
  drawdown: m.simulations_smallest_drawdown(),
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
        label={m.simulations_name()}
        placeholder={m.simulations_part_of_the_name()}
        maxLength={120}
        value={search.search}
        onChange={(text) => onChange({ search: text })}
      />
      <TextFilter
        label={m.simulations_ticker()}
        placeholder={m.simulations_such_as_fpt()}
        maxLength={12}
        value={search.ticker}
        onChange={(ticker) => onChange({ ticker: ticker?.toUpperCase() })}
      />
      <SelectFilter
        label={m.simulations_signal()}
        all={m.simulations_all_signals()}
        options={SIGNAL_NAMES}
        value={search.signal}
        onChange={(signal) => onChange({ signal: oneOf(SIGNALS, signal) })}
      />
      <SelectFilter
        label={m.simulations_state()}
        all={m.simulations_all_states()}
        options={Object.fromEntries(STATES.map((state) => [state, state]))}
        value={search.state}
        onChange={(state) => onChange({ state: oneOf(STATES, state) })}
      />
      <SelectFilter
        label={m.simulations_order()}
        all={m.simulations_newest_first()}
        options={SORT_NAMES}
        value={search.sort}
        onChange={(sort) => onChange({ sort: oneOf(SORTS, sort) })}
      />
    </Filters>
  );
}
