import { dayOf, pageOf, textOf } from "@/shared/search";
import { type Action, isAction } from "./actions";

/** The API's maximum lengths. */
export const MAX_USER_LENGTH = 100;
export const MAX_SUBJECT_LENGTH = 250;

/** The search parameters of Audit: filters and page. */
export type AuditSearch = {
  user?: string | undefined;
  action?: Action | undefined;
  subject?: string | undefined;
  /** The first and the last day, in ICT. */
  from?: string | undefined;
  to?: string | undefined;
  page?: number | undefined;
};

/** All keys are returned: the router keeps keys that a validator leaves out. */
export function auditSearch(raw: Record<string, unknown>): AuditSearch {
  return {
    user: textOf(raw.user, MAX_USER_LENGTH),
    action: isAction(raw.action) ? raw.action : undefined,
    subject: textOf(raw.subject, MAX_SUBJECT_LENGTH),
    from: dayOf(raw.from),
    to: dayOf(raw.to),
    page: pageOf(raw.page),
  };
}
