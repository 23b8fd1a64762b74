import { Navigate } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { PageTitle } from "@/shared/components/PageTitle";
import { lastTicker } from "./lastTicker";
import { useStocks } from "./queries";

/** the page of a stock without a ticker: redirects to the last viewed stock, else to the first stock. */
export function LastStockPage() {
  const last = lastTicker();
  return last === null ? <FirstStock /> : <Stock ticker={last} />;
}

function FirstStock() {
  const query = useStocks("");
  return (
    <>
      <PageTitle>{m.stock_page()}</PageTitle>
      <Loaded query={query} what={m.stock_the_stocks()} skeleton={<SkeletonLines lines={8} height={40} />}>
        {({ data: [first] }) =>
          first ? (
            <Stock ticker={first.symbol} />
          ) : (
            <Empty title={m.stock_no_prices_yet()}>{m.stock_the_first_run_of_the_data()}</Empty>
          )
        }
      </Loaded>
    </>
  );
}

function Stock({ ticker }: { ticker: string }) {
  return <Navigate to="/stocks/$ticker" params={{ ticker }} replace />;
}
