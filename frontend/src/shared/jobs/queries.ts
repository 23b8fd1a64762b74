import { keepPreviousData, type QueryClient } from "@tanstack/react-query";
import { $api, api, given, type Schemas } from "@/api/client";
import { allPages } from "@/shared/table/allPages";

export type Job = Schemas["Job"];
export type JobList = Schemas["JobList"];

const ALL = "/api/v1/jobs";
const POLL_MS = 5_000;
const NEWEST = 20;
const ROWS_A_PAGE = 20;

/** The requests that start a job, or end one. */
const STARTS_OR_ENDS = [
  "/api/v1/experiments/",
  "/api/v1/simulations",
  "/api/v1/portfolios/{portfolioId}/walk-forwards",
  "/api/v1/data-quality/crawls",
  ALL,
];

/** The user's newest jobs; polled while one of them has not ended. */
export function useMyJobs() {
  return $api.useQuery(
    "get",
    ALL,
    { params: { query: { mine: true, pageSize: NEWEST } } },
    { refetchInterval: whileUnfinished },
  );
}

export type JobsFilter = { kind?: Job["kind"]; state?: Job["state"]; mine: boolean; page: number };

/** A page of the jobs, newest first; polled while one has not ended. */
export function useJobs(filter: JobsFilter) {
  return $api.useQuery(
    "get",
    ALL,
    { params: { query: { ...filter, pageSize: ROWS_A_PAGE } } },
    { staleTime: 0, placeholderData: keepPreviousData, refetchInterval: whileUnfinished },
  );
}

/** All jobs that match, newest first. */
export function allJobs({ page: _, ...filter }: JobsFilter) {
  return allPages(async (page) => given(await api.GET(ALL, { params: { query: { ...filter, ...page } } })));
}

export function useCancelJob() {
  return $api.useMutation("post", `${ALL}/{jobId}/cancel`);
}

/** Read the jobs again after a request that has started or ended one. */
export function refreshJobs(client: QueryClient, mutationKey: readonly unknown[] | undefined): void {
  const path = String(mutationKey?.[1]);
  if (STARTS_OR_ENDS.some((start) => path.startsWith(start)))
    void client.invalidateQueries({ queryKey: ["get", ALL] });
}

function whileUnfinished({ state: { data } }: { state: { data: JobList | undefined } }): number | false {
  return data !== undefined && data.meta.unfinished > 0 ? POLL_MS : false;
}
