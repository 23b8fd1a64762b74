import type { Schemas } from "@/api/client";
import type { Role } from "@/api/session";
import { m } from "@/paraglide/messages";
import { oneOf, pageOf, textOf } from "@/shared/search";
import { type OrderSearch, orderSearch } from "@/shared/table/serverOrder";

export type UserState = Schemas["UserRow"]["state"];

export const STATES: Record<UserState, string> = {
  active: m.people_state_active(),
  closed: m.people_state_closed(),
  deleted: m.people_state_deleted(),
};

/** The API's maximum length. */
export const MAX_TEXT_LENGTH = 100;

const ROLE_NAMES: readonly Role[] = ["end_user", "data_scientist", "admin"];
const STATE_NAMES: readonly UserState[] = ["active", "closed", "deleted"];

/** The columns that the API sorts by. */
export const SORTS = ["name", "mail", "role", "state", "last_sign_in_at"] as const;

/** The search parameters of People: filters, order and page. */
export type PeopleSearch = OrderSearch<(typeof SORTS)[number]> & {
  text?: string | undefined;
  role?: Role | undefined;
  state?: UserState | undefined;
  page?: number | undefined;
};

/** All keys are returned: the router keeps keys that a validator leaves out. */
export function peopleSearch(raw: Record<string, unknown>): PeopleSearch {
  return {
    text: textOf(raw.text, MAX_TEXT_LENGTH),
    role: roleOf(raw.role),
    state: stateOf(raw.state),
    ...orderSearch(SORTS, raw),
    page: pageOf(raw.page),
  };
}

export function roleOf(value: unknown): Role | undefined {
  return oneOf(ROLE_NAMES, value);
}

export function stateOf(value: unknown): UserState | undefined {
  return oneOf(STATE_NAMES, value);
}
