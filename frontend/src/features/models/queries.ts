import { keepPreviousData } from "@tanstack/react-query";
import { $api, api, given, type Schemas } from "@/api/client";
import { allPages } from "@/shared/table/allPages";

export type Model = Schemas["ModelRow"];

const PAGE_SIZE = 200;

/** All models. */
export function allModels() {
  return allPages(async (query) => given(await api.GET("/api/v1/models", { params: { query } })));
}

/** A page of all models; refetched before the links to plots expire after an hour. */
export function useModels(page: number) {
  return $api.useQuery(
    "get",
    "/api/v1/models",
    { params: { query: { page, pageSize: PAGE_SIZE } } },
    { placeholderData: keepPreviousData, refetchInterval: 10 * 60_000 },
  );
}
