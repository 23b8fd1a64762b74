import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { $api, api, given, type Schemas } from "@/api/client";
import { allPages } from "@/shared/table/allPages";
import type { SimulationsSearch } from "./search";

export type SimulationRow = Schemas["SimulationRow"];
export type Simulation = Schemas["SimulationDetail"];
export type Figures = Schemas["SimulationFigures"];
export type Equity = Schemas["SimulationEquity"];
export type Trade = Schemas["SimulationTrade"];
export type Compared = Schemas["ComparedSimulation"];
export type SimulationForm = Schemas["SimulationForm"];
export type Axis = Schemas["GridAxis"];

const ALL = "/api/v1/simulations";
const ONE = "/api/v1/simulations/{simulationId}";
const POLL_MS = 2000;
const ROWS_A_PAGE = 20;
const TRADES_A_PAGE = 50;

/** Whether a simulation has not ended. */
export function isActive({ state }: Pick<SimulationRow, "state">): boolean {
  return state === "queued" || state === "running";
}

const of = (simulationId: string) => ({ params: { path: { simulationId } } });

/** A page of the simulations; polled while one of them is active. */
export function useSimulations(search: SimulationsSearch) {
  const query = { ...wantedOf(search), page: search.page ?? 1, pageSize: ROWS_A_PAGE };
  return $api.useQuery(
    "get",
    ALL,
    { params: { query } },
    {
      staleTime: 0,
      placeholderData: keepPreviousData,
      refetchInterval: ({ state: { data } }) => (data?.data.some(isActive) ? POLL_MS : false),
    },
  );
}

/** All simulations that match. */
export function allSimulations(search: SimulationsSearch) {
  return allPages(async (page) =>
    given(await api.GET(ALL, { params: { query: { ...wantedOf(search), ...page } } })),
  );
}

function wantedOf({ batch, state, signal, owner, ticker, search, sort }: SimulationsSearch) {
  return {
    ...(batch ? { batchId: batch } : {}),
    ...(state ? { state } : {}),
    ...(signal ? { signal } : {}),
    ...(owner ? { owner } : {}),
    ...(ticker ? { ticker } : {}),
    ...(search ? { search } : {}),
    ...(sort ? { sort } : {}),
  };
}

/** What the form is drawn from. */
export function useSimulationForm() {
  return $api.useQuery("get", `${ALL}/form`);
}

/** One simulation; polled while it is active. */
export function useSimulation(id: string) {
  return $api.useQuery("get", ONE, of(id), {
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data && isActive(data) ? POLL_MS : false),
  });
}

/** The batch of a simulation, for its progress; polled while it is active. */
export function useBatch(batchId: string) {
  return $api.useQuery(
    "get",
    `${ALL}/batches/{batchId}`,
    { params: { path: { batchId } } },
    {
      staleTime: 0,
      refetchInterval: ({ state: { data } }) => (data && isActive(data) ? POLL_MS : false),
    },
  );
}

export function useEquity(id: string) {
  return $api.useQuery("get", `${ONE}/equity`, of(id));
}

/** A page of the executions, oldest first. */
export function useTrades(simulationId: string, page: number, ticker: string | undefined) {
  const query = { page, pageSize: TRADES_A_PAGE, ...(ticker ? { ticker } : {}) };
  return $api.useQuery(
    "get",
    `${ONE}/trades`,
    { params: { path: { simulationId }, query } },
    { placeholderData: keepPreviousData },
  );
}

/** The first thousand executions, for the marks of a chart. */
export function useMarkedTrades(simulationId: string, enabled: boolean) {
  const query = { page: 1, pageSize: 1000 };
  return $api.useQuery("get", `${ONE}/trades`, { params: { path: { simulationId }, query } }, { enabled });
}

export function useComparison(ids: string[]) {
  const query = { simulationId: ids };
  return $api.useQuery("get", `${ALL}/comparison`, { params: { query } }, { enabled: ids.length > 0 });
}

export function useLedger() {
  return $api.useQuery("get", `${ALL}/ledger`, undefined, { staleTime: 0 });
}

export function useStartSimulation() {
  return $api.useMutation("post", ALL, { onSettled: useRefresh() });
}

export function useStartBatch() {
  return $api.useMutation("post", `${ALL}/batches`, { onSettled: useRefresh() });
}

export function useCancelSimulation() {
  return $api.useMutation("post", `${ONE}/cancel`, { onSettled: useRefresh() });
}

export function useCancelBatch() {
  return $api.useMutation("post", `${ALL}/batches/{batchId}/cancel`, { onSettled: useRefresh() });
}

export function useDeleteSimulation() {
  return $api.useMutation("delete", ONE, { onSettled: useRefresh() });
}

/** The lines of a batch's log after a cursor. */
export async function readLog(batchId: string, cursor: string | undefined, signal: AbortSignal) {
  const query = cursor === undefined ? {} : { cursor };
  return given(
    await api.GET(`${ALL}/batches/{batchId}/logs/tail`, { params: { path: { batchId }, query }, signal }),
  );
}

function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith(ALL) });
}
