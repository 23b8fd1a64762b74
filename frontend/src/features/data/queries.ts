import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { $api, api, given, type Schemas } from "@/api/client";
import { allPages } from "@/shared/table/allPages";
import { orderQuery } from "@/shared/table/serverOrder";
import type { DataSearch } from "./search";

export type Completeness = Schemas["Completeness"];
export type SeriesCompleteness = Schemas["SeriesCompleteness"];
export type Gap = Schemas["Gap"];
export type Job = Schemas["Job"];
export type Report = Schemas["DataQuality"];

const QUALITY = "/api/v1/data-quality";
const PAGE_SIZE = 20;
const POLL_MS = 2000;
const RENEW_LINKS_MS = 10 * 60_000;
const kept = { staleTime: 0, placeholderData: keepPreviousData } as const;

const pageOf = (page = 1) => ({ page, pageSize: PAGE_SIZE });
const tickerOf = ({ ticker }: DataSearch) => (ticker ? { ticker } : {});

/** The completeness of all series by month. */
export function useCompleteness({ series, from, to }: DataSearch) {
  const query = { ...(series ? { series } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) };
  return $api.useQuery("get", `${QUALITY}/completeness`, { params: { query } }, kept);
}

/** The sessions of a cell that are not stored as they should be. */
export function useGaps(series: "daily" | "minutes", ticker: string, month: string) {
  return $api.useQuery("get", `${QUALITY}/gaps`, { params: { query: { series, ticker, month } } }, kept);
}

/** Asks a crawler for a gap. */
export function useStartCrawl() {
  return $api.useMutation("post", `${QUALITY}/crawls`);
}

const isUnfinished = (job: Job | undefined) => job?.state === "queued" || job?.state === "running";

/** The job of a requested crawl, polled until it ends; then what is stored is read again. */
export function useCrawlJob(jobId: string) {
  const client = useQueryClient();
  const job = $api.useQuery(
    "get",
    "/api/v1/jobs/{jobId}",
    { params: { path: { jobId } } },
    { staleTime: 0, refetchInterval: ({ state: { data } }) => (isUnfinished(data) ? POLL_MS : false) },
  );
  const state = job.data?.state;
  useEffect(() => {
    if (state === "done" || state === "failed")
      void client.invalidateQueries({
        predicate: ({ queryKey }) => String(queryKey[1]).startsWith(QUALITY),
      });
  }, [client, state]);
  return job;
}

const restatementsOf = (search: DataSearch) => ({ ...tickerOf(search), ...orderQuery(search) });
const actionsOf = (search: DataSearch) => ({
  ...tickerOf(search),
  ...orderQuery({ sortBy: search.secondSortBy, sortDir: search.secondSortDir }),
});
const findingsOf = ({ severity, ...search }: DataSearch) => ({
  ...tickerOf(search),
  ...(severity ? { severity } : {}),
});

export function useRestatements(search: DataSearch) {
  const query = { ...restatementsOf(search), ...pageOf(search.page) };
  return $api.useQuery("get", `${QUALITY}/restatements`, { params: { query } }, kept);
}

export function allRestatements(search: DataSearch) {
  return allPages(async (page) => {
    const query = { ...restatementsOf(search), ...page };
    return given(await api.GET(`${QUALITY}/restatements`, { params: { query } }));
  });
}

export function useActions(search: DataSearch) {
  const query = { ...actionsOf(search), ...pageOf(search.secondPage) };
  return $api.useQuery("get", `${QUALITY}/actions`, { params: { query } }, kept);
}

export function allActions(search: DataSearch) {
  return allPages(async (page) => {
    const query = { ...actionsOf(search), ...page };
    return given(await api.GET(`${QUALITY}/actions`, { params: { query } }));
  });
}

export function useQuarantine(search: DataSearch) {
  const query = { ...tickerOf(search), ...pageOf(search.page) };
  return $api.useQuery("get", `${QUALITY}/quarantine`, { params: { query } }, kept);
}

export function allQuarantine(search: DataSearch) {
  return allPages(async (page) => {
    const query = { ...tickerOf(search), ...page };
    return given(await api.GET(`${QUALITY}/quarantine`, { params: { query } }));
  });
}

export function useFindings(search: DataSearch) {
  const query = { ...findingsOf(search), ...pageOf(search.page) };
  return $api.useQuery("get", `${QUALITY}/findings`, { params: { query } }, kept);
}

export function allFindings(search: DataSearch) {
  return allPages(async (page) => {
    const query = { ...findingsOf(search), ...page };
    return given(await api.GET(`${QUALITY}/findings`, { params: { query } }));
  });
}

export function useReports({ secondPage }: DataSearch) {
  return $api.useQuery("get", `${QUALITY}/reports`, { params: { query: pageOf(secondPage) } }, kept);
}

export function allReports() {
  return allPages(async (query) => given(await api.GET(`${QUALITY}/reports`, { params: { query } })));
}

/** The newest report, with the state of each series. */
export function useNewestReport() {
  return $api.useQuery("get", QUALITY, undefined, { staleTime: 0 });
}

export function useLake() {
  return $api.useQuery("get", "/api/v1/lake", undefined, { staleTime: 0 });
}

/** The manifest of a version; asked for again before the links to its files end. */
export function useLakeVersion(versionId: number) {
  return $api.useQuery(
    "get",
    "/api/v1/lake/versions/{versionId}",
    { params: { path: { versionId } } },
    { refetchInterval: RENEW_LINKS_MS },
  );
}
