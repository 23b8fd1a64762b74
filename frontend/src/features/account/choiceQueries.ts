import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { $api, type Schemas } from "@/api/client";
import { signOut } from "@/api/session";
import { m } from "@/paraglide/messages";

export type AccountSettings = Schemas["AccountSettings"];

const SETTINGS = "/api/v1/account/settings";

/** The user's account, with its mail address. */
export function useAccount() {
  return $api.useQuery("get", "/api/v1/account");
}

/** What the user has chosen. */
export function useSettings() {
  return $api.useQuery("get", SETTINGS);
}

/** Change settings; pages that read them show the new ones. */
export function useChangeSettings() {
  const client = useQueryClient();
  return $api.useMutation("patch", SETTINGS, {
    onSuccess: (settings) => {
      client.setQueriesData({ queryKey: ["get", SETTINGS] }, settings);
      notifications.show({ color: "green", message: m.account_saved() });
    },
  });
}

/** Delete the account; the login page follows. */
export function useDeleteAccount() {
  return $api.useMutation("post", "/api/v1/account/deletion", { onSuccess: () => signOut() });
}
