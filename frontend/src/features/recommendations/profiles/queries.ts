import { notifications } from "@mantine/notifications";
import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { $api, type Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";

export type ActiveProfiles = Schemas["ActiveProfiles"];

const PROFILES = "/api/v1/profiles";
const VERSIONS = "/api/v1/profiles/versions";

/** The newest version of the profiles, with the schema of their document. */
export function useProfiles() {
  return $api.useQuery("get", PROFILES);
}

/** A page of the versions, newest first. */
export function useProfileVersions(page: number) {
  return $api.useQuery(
    "get",
    VERSIONS,
    { params: { query: { page } } },
    { placeholderData: keepPreviousData },
  );
}

/** Save the profiles as the next version. */
export function useSaveProfiles() {
  const client = useQueryClient();
  return $api.useMutation("put", PROFILES, {
    onSuccess: ({ version }) =>
      notifications.show({
        color: "green",
        message: m.recommendations_profiles_saved({ version }),
        closeButtonProps: { "aria-label": m.recommendations_close() },
      }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["get", PROFILES] }),
        client.invalidateQueries({ queryKey: ["get", VERSIONS] }),
      ]),
  });
}
