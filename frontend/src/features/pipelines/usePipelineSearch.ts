import { getRouteApi } from "@tanstack/react-router";
import { useCallback } from "react";
import type { PipelineSearch } from "./search";

const route = getRouteApi("/shell/pipelines");

/** The search parameters, and a function that changes some of them. */
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
