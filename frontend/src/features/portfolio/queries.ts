import { notifications } from "@mantine/notifications";
import { keepPreviousData, useMutation, useQueryClient } from "@tanstack/react-query";
import { $api, api, given, type Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { allPages } from "@/shared/table/allPages";

export type Portfolio = Schemas["PortfolioRow"];
export type Detail = Schemas["PortfolioDetail"];
export type Returns = Schemas["Returns"];
export type Point = Schemas["PerformancePoint"];
export type Transaction = Schemas["TransactionRow"];
export type Kind = Schemas["NewTransaction"]["kind"];
export type Preview = Schemas["StatementPreview"];
export type LineState = Schemas["StatementLine"]["state"];

const ALL = "/api/v1/portfolios";
const ONE = "/api/v1/portfolios/{portfolioId}";
const RECORD = "/api/v1/portfolios/{portfolioId}/transactions";
const PAGE_SIZE = 50;

const of = (portfolioId: string) => ({ params: { path: { portfolioId } } });

/** The user's portfolios by name. */
export function usePortfolios() {
  return $api.useQuery("get", ALL, undefined, { staleTime: 0 });
}

/** A portfolio with its figures. */
export function usePortfolio(id: string) {
  return $api.useQuery("get", ONE, of(id), { staleTime: 0 });
}

/** Its value session by session. */
export function usePerformance(id: string) {
  return $api.useQuery("get", `${ONE}/performance`, of(id), { staleTime: 0 });
}

/** The risk of what is held, at its weights now. */
export function useRiskOfHoldings(detail: Detail) {
  const holdings = detail.positions.map(({ ticker, quantity }) => ({ ticker, shares: quantity }));
  return $api.useQuery(
    "post",
    "/api/v1/risk/portfolio",
    { body: { holdings, cash: Math.max(detail.cash, 0), riskFree: 0 } },
    { enabled: holdings.length > 0 },
  );
}

/** A page of its record; the previous page stays until the next is loaded. */
export function useTransactions(portfolioId: string, page: number) {
  const params = { path: { portfolioId }, query: { page, pageSize: PAGE_SIZE } };
  return $api.useQuery("get", RECORD, { params }, { staleTime: 0, placeholderData: keepPreviousData });
}

/** All of its record, newest first, for a file. */
export async function wholeRecord(portfolioId: string): Promise<Transaction[]> {
  const read = async (query: { page: number; pageSize: number }) =>
    given(await api.GET(RECORD, { params: { path: { portfolioId }, query } }));
  const { rows } = await allPages(read, { most: Number.POSITIVE_INFINITY });
  return rows;
}

export function useAddPortfolio() {
  const refresh = useRefresh();
  return $api.useMutation("post", ALL, {
    onSuccess: () => report(m.portfolio_added()),
    onSettled: refresh,
  });
}

export function useChangePortfolio() {
  const refresh = useRefresh();
  return $api.useMutation("put", ONE, {
    onSuccess: () => report(m.portfolio_changes_saved()),
    onSettled: refresh,
  });
}

export function useDeletePortfolio() {
  const refresh = useRefresh();
  return $api.useMutation("delete", ONE, {
    onSuccess: () => report(m.portfolio_deleted()),
    onSettled: refresh,
  });
}

export function useAddTransaction() {
  const refresh = useRefresh();
  return $api.useMutation("post", RECORD, {
    onSuccess: ({ warnings }) =>
      warnings.length > 0
        ? report(
            m.portfolio_recorded_doubt({ warnings: warnings.map(({ message }) => message).join(" ") }),
            "yellow",
          )
        : report(m.portfolio_recorded()),
    onSettled: refresh,
  });
}

export function useReverse() {
  const refresh = useRefresh();
  return $api.useMutation("post", `${RECORD}/{transactionId}/reverse`, {
    onSuccess: () => report(m.portfolio_reversed_now()),
    onSettled: refresh,
  });
}

/** Reads a statement. Nothing is written. */
export function usePreview() {
  return useMutation({
    mutationFn: async ({ id, content, coverCash }: { id: string; content: string; coverCash: boolean }) =>
      given(await api.POST(`${ONE}/imports/preview`, { ...of(id), body: { content, coverCash } })),
  });
}

/** Records what a preview has shown. */
export function useImport() {
  const refresh = useRefresh();
  return $api.useMutation("post", `${ONE}/imports`, {
    onSuccess: ({ recorded }) => report(m.portfolio_recorded_count({ count: recorded })),
    onSettled: refresh,
  });
}

function report(message: string, color = "green") {
  notifications.show({ color, message, closeButtonProps: { "aria-label": m.portfolio_close_dialog() } });
}

function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith(ALL) });
}
