import { m } from "@/paraglide/messages";
import { Filters, TextFilter } from "@/shared/components/Filters";
import { MAX_TICKER_LENGTH } from "../search";
import { useDataSearch } from "../useDataSearch";

/** The filter of a tab's lists by ticker. */
export function TickerFilter() {
  const { search, change } = useDataSearch();
  const filter = (ticker: string | undefined) =>
    change({ ticker: ticker?.toUpperCase(), page: undefined, secondPage: undefined });
  return (
    <Filters filtered={search.ticker !== undefined} onReset={() => filter(undefined)}>
      <TextFilter
        label={m.data_ticker()}
        placeholder={m.data_the_whole_ticker()}
        maxLength={MAX_TICKER_LENGTH}
        value={search.ticker}
        onChange={filter}
      />
    </Filters>
  );
}
