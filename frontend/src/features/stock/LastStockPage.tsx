import { Navigate } from "@tanstack/react-router";
import { PageTitle } from "@/shared/PageTitle";
import { Empty, Loaded, SkeletonLines } from "@/shared/states";
import { lastTicker } from "./lastTicker";
import { useStocks } from "./queries";

/** Stock Detail without a ticker: that of the stock looked at last, else of the first there is. */
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
            <Empty title="No prices yet">They come with the first run of the data crawler.</Empty>
          )
        }
      </Loaded>
    </>
  );
}

function Stock({ ticker }: { ticker: string }) {
  return <Navigate to="/stocks/$ticker" params={{ ticker }} replace />;
}
