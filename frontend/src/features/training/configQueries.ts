import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { $api } from "@/api/client";
import type { Draft } from "@/shared/form/draft";

const CONFIG = "/api/v1/features/config";
const VERSIONS = "/api/v1/features/config/versions";
const VALIDATE = "/api/v1/features/validate";

/** The schema of the form and the defaults, which change only with the platform's version. */
export function useConfigSchema() {
  return $api.useQuery("get", "/api/v1/features/config/schema", {}, { staleTime: Number.POSITIVE_INFINITY });
}

/** The configuration that was saved last. */
export function useActiveConfig() {
  return $api.useQuery("get", CONFIG);
}

/** The server's review of a draft; the previous review until it has answered. */
export function useReview(draft: Draft) {
  return $api.useQuery(
    "post",
    VALIDATE,
    { body: draft },
    { placeholderData: keepPreviousData, staleTime: 60_000, refetchOnWindowFocus: false },
  );
}

/** Request the review of a draft now. */
export function useReviewNow() {
  const client = useQueryClient();
  return (draft: Draft) =>
    client.fetchQuery({ ...$api.queryOptions("post", VALIDATE, { body: draft }), retry: false });
}

/** A page of the versions that were saved, newest first. */
export function useVersions(page: number, pageSize: number) {
  return $api.useQuery(
    "get",
    VERSIONS,
    { params: { query: { page, pageSize } } },
    { placeholderData: keepPreviousData },
  );
}

/** One version with its content, which never changes. */
export function useVersion(version: number) {
  return $api.useQuery(
    "get",
    "/api/v1/features/config/versions/{version}",
    { params: { path: { version } } },
    { staleTime: Number.POSITIVE_INFINITY },
  );
}

export function useSaveConfig() {
  const refresh = useRefreshConfig();
  return $api.useMutation("post", CONFIG, { onSettled: refresh });
}

export function useRestoreVersion() {
  return $api.useMutation("post", "/api/v1/features/config/versions/{version}/restore");
}

/** Reload the active configuration and the versions. */
export function useReadActive() {
  const client = useQueryClient();
  return async () => {
    void client.invalidateQueries({ queryKey: ["get", VERSIONS] });
    return client.fetchQuery({ ...$api.queryOptions("get", CONFIG), staleTime: 0 });
  };
}

function useRefreshConfig() {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ["get", CONFIG] }),
      client.invalidateQueries({ queryKey: ["get", VERSIONS] }),
    ]);
  };
}
