import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { $api, type Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";

export type Portfolio = Schemas["PortfolioRow"];
export type Optimisation = Schemas["Optimisation"];
export type Measured = Schemas["MeasuredPortfolio"];
export type Request = Schemas["OptimisationRequest"];
export type Method = Request["method"];
export type WalkForward = Schemas["WalkForward"];
export type WalkForwardDetail = Schemas["WalkForwardDetail"];
export type Line = Schemas["WalkForwardLine"];

const WALKS = "/api/v1/portfolios/{portfolioId}/walk-forwards";
const WALK = "/api/v1/portfolios/{portfolioId}/walk-forwards/{walkForwardId}";
const POLL_MS = 3_000;

/** The user's portfolios by name. */
export function usePortfolios() {
  return $api.useQuery("get", "/api/v1/portfolios", undefined, { staleTime: 0 });
}

/** The sectors of the market's stocks, which can be limited. */
export function useSectors(): string[] {
  const { data } = $api.useQuery("get", "/api/v1/stocks/market-table", {
    params: { query: { pageSize: 1 } },
  });
  return data?.meta.sectors ?? [];
}

/** Computes an optimum. Nothing is stored. */
export function useOptimise() {
  return $api.useMutation("post", "/api/v1/portfolios/{portfolioId}/optimise");
}

/** The walk-forwards of a portfolio, newest first, read again while one runs. */
export function useWalkForwards(portfolioId: string) {
  return $api.useQuery(
    "get",
    WALKS,
    { params: { path: { portfolioId } } },
    { staleTime: 0, refetchInterval: ({ state: { data } }) => (data?.some(isActive) ? POLL_MS : false) },
  );
}

/** A walk-forward with its results so far. */
export function useWalkForward(portfolioId: string, walkForwardId: string) {
  return $api.useQuery(
    "get",
    WALK,
    { params: { path: { portfolioId, walkForwardId } } },
    { staleTime: 0, refetchInterval: ({ state: { data } }) => (data && isActive(data) ? POLL_MS : false) },
  );
}

export function useStartWalkForward() {
  const refresh = useRefresh();
  return $api.useMutation("post", WALKS, {
    onSuccess: () => report(m.optimise_requested()),
    onSettled: refresh,
  });
}

export function useCancelWalkForward() {
  const refresh = useRefresh();
  return $api.useMutation("post", `${WALK}/cancel`, {
    onSuccess: () => report(m.optimise_cancelled()),
    onSettled: refresh,
  });
}

export function useDeleteWalkForward() {
  const refresh = useRefresh();
  return $api.useMutation("delete", WALK, {
    onSuccess: () => report(m.optimise_deleted()),
    onSettled: refresh,
  });
}

/** Whether a walk-forward has not ended. */
export function isActive({ state }: { state: string }): boolean {
  return state === "pending" || state === "running";
}

function report(message: string) {
  notifications.show({ color: "green", message, closeButtonProps: { "aria-label": m.optimise_close() } });
}

function useRefresh() {
  const client = useQueryClient();
  return () =>
    client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith(WALKS) });
}
