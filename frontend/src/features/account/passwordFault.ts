import { ApiError, messageOf } from "@/api/errors";
import { capital } from "@/shared/format/words";

export type Field = "currentPassword" | "newPassword" | "again";

/** `field` is `null` where the fault belongs to none. */
export type Fault = { field: Field | null; message: string };

const FIELDS: Record<string, Field> = {
  weak_password: "newPassword",
  wrong_password: "currentPassword",
  too_many_attempts: "currentPassword",
};

/** A refused change of the password, at the field that it is about. */
export function faultOf(error: unknown): Fault {
  const field = error instanceof ApiError ? FIELDS[error.code] : undefined;
  if (field === undefined) return { field: null, message: messageOf(error) };
  // The API's message begins with the name of the field.
  const message = messageOf(error).replace(`${field}: `, "");
  return { field, message: capital(message) };
}
