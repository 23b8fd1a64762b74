import { keepPreviousData } from "@tanstack/react-query";
import { $api, type Schemas } from "@/api/client";

export type Model = Schemas["ModelRow"];

const PAGE_SIZE = 200;

/** A page of all models; refetched before the links to plots expire after an hour. */
export function useModels(page: number) {
  return $api.useQuery(
    "get",
    "/api/v1/models",
    { params: { query: { page, pageSize: PAGE_SIZE } } },
    { placeholderData: keepPreviousData, refetchInterval: 10 * 60_000 },
  );
}
