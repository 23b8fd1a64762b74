import { useMutation } from "@tanstack/react-query";
import { $api, api, given, type Schemas } from "@/api/client";
import { ApiError, messageOf } from "@/api/errors";
import { startSession } from "@/api/session";
import { capital } from "@/shared/format/words";

/** Whether people may register and ask for a new password, and why not. */
export function useAuthOptions() {
  return $api.useQuery("get", "/api/v1/auth/options");
}

export function useRequestRegistration() {
  return $api.useMutation("post", "/api/v1/auth/registration");
}

export function useRequestPasswordReset() {
  return $api.useMutation("post", "/api/v1/auth/password-reset");
}

/** Make the account of a link; the app goes on with its first sign-in. */
export function useConfirmRegistration() {
  return useMutation({
    mutationFn: async (body: Schemas["Registration"]) =>
      given(await api.POST("/api/v1/auth/registration/confirm", { body })),
    onSuccess: startSession,
  });
}

export function useConfirmPasswordReset() {
  return $api.useMutation("post", "/api/v1/auth/password-reset/confirm");
}

/** A refusal in words, without the name of the field; of its password, if `field` says so. */
export function faultOf(error: unknown): { ofPassword: boolean; message: string } | null {
  if (error === null) return null;
  const ofPassword = error instanceof ApiError && error.code === "weak_password";
  const message = messageOf(error).replace(/^(password|token|email): /, "");
  return { ofPassword, message: capital(message) };
}
