import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { $api, type Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";

export type Version = Schemas["ModelVersionRow"];
export type VersionDetail = Schemas["ModelVersionDetail"];
export type Tenure = Schemas["Tenure"];

const VERSIONS = "/api/v1/model-versions";
const VERSION = "/api/v1/model-versions/{version}";
const PAGE_SIZE = 200;

/** The newest versions of the models. */
export function useVersions() {
  return $api.useQuery("get", VERSIONS, { params: { query: { pageSize: PAGE_SIZE } } });
}

/** A version with its scores, lineage and tenures. */
export function useVersion(version: string) {
  return $api.useQuery("get", VERSION, { params: { path: { version } } });
}

/** Make a version the champion. */
export function usePromote() {
  const refresh = useRefresh();
  return $api.useMutation("post", "/api/v1/model-versions/{version}/promote", {
    onSuccess: ({ replaced }) => report(replaced.length ? m.models_champion_now() : m.models_was_champion()),
    onSettled: refresh,
  });
}

/** Make an earlier champion the champion again. */
export function useRollBack() {
  const refresh = useRefresh();
  return $api.useMutation("post", "/api/v1/model-versions/{version}/roll-back", {
    onSuccess: ({ replaced }) =>
      report(replaced.length ? m.models_earlier_champion_again() : m.models_was_champion()),
    onSettled: refresh,
  });
}

/** Delete a version that is not champion. */
export function useDeleteVersion() {
  const refresh = useRefresh();
  return $api.useMutation("delete", VERSION, {
    onSuccess: () => report(m.models_version_deleted()),
    onSettled: refresh,
  });
}

function report(message: string) {
  notifications.show({ color: "green", message, closeButtonProps: { "aria-label": m.models_close() } });
}

/** Every page may show forecasts of the champion. */
function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries();
}
