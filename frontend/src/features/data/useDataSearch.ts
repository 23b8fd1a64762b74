import { getRouteApi } from "@tanstack/react-router";
import type { DataSearch } from "./search";

const route = getRouteApi("/shell/data");

/** The search parameters of Data, and how to change some of them: filters replace the entry of the history. */
export function useDataSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: DataSearch, replace = true) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace, resetScroll: false });
  return { search, change };
}
