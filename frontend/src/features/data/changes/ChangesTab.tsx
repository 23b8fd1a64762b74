import { ActionsCard } from "./ActionsCard";
import { RestatementsCard } from "./RestatementsCard";
import { TickerFilter } from "./TickerFilter";

/** What has changed stored prices: restatements by vendors, and the corporate actions behind them. */
export function ChangesTab() {
  return (
    <>
      <TickerFilter />
      <RestatementsCard />
      <ActionsCard />
    </>
  );
}
