import { getRouteApi } from "@tanstack/react-router";
import { useCallback } from "react";
import type { PipelineSearch } from "./search";

const route = getRouteApi("/shell/pipelines");

/** What the address holds, and the way to change some of it. */
export function usePipelineSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (part: PipelineSearch, how: { replace?: boolean } = {}) =>
      void navigate({ search: (old) => ({ ...old, ...part }), resetScroll: false, ...how }),
    [navigate],
  );
  return { search, change };
}
