import { Navigate } from "@tanstack/react-router";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { PageTitle } from "@/shared/components/PageTitle";
import { lastTicker } from "./lastTicker";
import { useStocks } from "./queries";

/** Stock Detail without a ticker: redirects to the last viewed stock, else to the first stock. */
export function LastStockPage() {
  const last = lastTicker();
  return last === null ? <FirstStock /> : <Stock ticker={last} />;
}

function FirstStock() {
  const query = useStocks("");
  return (
    <>
      <PageTitle>Stock Detail</PageTitle>
      <Loaded query={query} what="The stocks" skeleton={<SkeletonLines lines={8} height={40} />}>
        {({ data: [first] }) =>
          first ? (
            <Stock ticker={first.symbol} />
          ) : (
            <Empty title="No prices yet">The first run of the data crawler loads them.</Empty>
          )
        }
      </Loaded>
    </>
  );
}

function Stock({ ticker }: { ticker: string }) {
  return <Navigate to="/stocks/$ticker" params={{ ticker }} replace />;
}
