import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { $api, api, given, type Schemas } from "@/api/client";
import { signOut, startSession } from "@/api/session";
import { m } from "@/paraglide/messages";

export type SignIn = Schemas["SignIn"];

const SIGN_INS = "/api/v1/account/sign-ins";
const SIGN_IN = "/api/v1/account/sign-ins/{signInId}";

/** The user's sign-ins that have not ended: the current one, then the last used first. */
export function useSignIns() {
  return $api.useQuery("get", SIGN_INS, undefined, {
    staleTime: 0,
    select: (rows) => rows.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent)),
  });
}

/** End one sign-in. */
export function useEndSignIn() {
  const refresh = useRefresh();
  return $api.useMutation("delete", SIGN_IN, {
    onSuccess: () => report(m.account_sign_in_ended()),
    onSettled: refresh,
  });
}

/** End all sign-ins but the current one. */
export function useEndOtherSignIns() {
  const refresh = useRefresh();
  return $api.useMutation("delete", SIGN_INS, {
    onSuccess: () => report(m.account_sign_ins_ended()),
    onSettled: refresh,
  });
}

/** End all sign-ins; the login page follows. */
export function useEndAllSignIns() {
  return $api.useMutation("delete", SIGN_INS, { onSuccess: signOut });
}

/** Change the password; the app goes on with the new sign-in of the answer. */
export function useChangePassword() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async (body: Schemas["PasswordChange"]) =>
      given(await api.POST("/api/v1/account/password", { body })),
    onSuccess: (signedIn) => {
      startSession(signedIn);
      report(m.account_password_changed());
      void refresh();
    },
  });
}

function report(message: string) {
  notifications.show({ color: "green", message });
}

function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["get", SIGN_INS] });
}
