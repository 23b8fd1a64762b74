import { notifications } from "@mantine/notifications";
import { type MutationState, useMutation, useMutationState, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { $api, api, type Schemas } from "@/api/client";
import { messageOf } from "@/api/errors";
import { m } from "@/paraglide/messages";

const LIST = "/api/v1/stocks/my-list";
const ENTRY = "/api/v1/stocks/my-list/{ticker}";
const MARKET = "/api/v1/stocks/market-table";
const KEY = ["my-list"];
/** The largest size of a list: every star needs the whole list. */
const MAX_LIST_SIZE = 200;

type ListChange = { ticker: string; listed: boolean };

type MyList = {
  /** Whether the list is loaded. */
  known: boolean;
  has: (ticker: string) => boolean;
  set: (ticker: string, listed: boolean) => void;
};

const Context = createContext<MyList>({ known: false, has: () => false, set: () => undefined });

/** The stocks that the user follows, the newest first, with their forecasts. */
export function useMyListQuery() {
  return $api.useQuery("get", LIST, { params: { query: { limit: MAX_LIST_SIZE } } });
}

/** Provides My List to the stars of a page, with changes applied before the server confirms them. */
export function MyListProvider({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const { data } = useMyListQuery();
  const { mutate } = useMutation({
    mutationKey: KEY,
    // In sequence: the second of two clicks on a star must win.
    scope: { id: "my-list" },
    mutationFn: ({ ticker, listed }: ListChange) => {
      const init = { params: { path: { ticker } } };
      return listed ? api.PUT(ENTRY, init) : api.DELETE(ENTRY, init);
    },
    onError: (error, { ticker, listed }) =>
      notifications.show({
        color: "red",
        title: listed ? m.shared_not_added({ ticker }) : m.shared_not_removed({ ticker }),
        message: messageOf(error),
      }),
    // The pending change applies until the reloaded list contains it.
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ["get", LIST] }),
        queryClient.invalidateQueries({
          queryKey: ["get", MARKET, { params: { query: { myList: true } } }],
        }),
      ]),
  });
  const pending = useMutationState<MutationState<unknown, Error, ListChange>>({
    filters: { mutationKey: KEY, status: "pending" },
  });

  const list = useMemo(() => {
    const listed = withChanges(data ?? [], pending);
    return {
      known: data !== undefined,
      has: (ticker: string) => listed.has(ticker),
      set: (ticker: string, listed: boolean) => mutate({ ticker, listed }),
    };
  }, [data, pending, mutate]);
  return <Context value={list}>{children}</Context>;
}

/** The user's list as of the last click. */
export function useMyList(): MyList {
  return useContext(Context);
}

function withChanges(
  items: Schemas["MyListItem"][],
  pending: MutationState<unknown, Error, ListChange>[],
): Set<string> {
  const tickers = new Set(items.map((item) => item.ticker));
  for (const { variables } of pending) {
    if (variables?.listed) tickers.add(variables.ticker);
    else if (variables) tickers.delete(variables.ticker);
  }
  return tickers;
}
