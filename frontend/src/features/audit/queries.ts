import { keepPreviousData } from "@tanstack/react-query";
import { $api, type Schemas } from "@/api/client";
import type { AuditSearch } from "./search";

export type AuditEntry = Schemas["AuditEntry"];

const PAGE_SIZE = 50;
const DAY_MS = 24 * 60 * 60_000;

/** A page of the audit trail; the previous page stays on the screen until the next is loaded. */
export function useAuditTrail({ user, action, subject, from, to, page = 1 }: AuditSearch) {
  return $api.useQuery(
    "get",
    "/api/v1/audit",
    {
      params: {
        query: {
          page,
          pageSize: PAGE_SIZE,
          ...(user ? { username: user } : {}),
          ...(action ? { action } : {}),
          ...(subject ? { subject } : {}),
          ...(from ? { since: midnight(from) } : {}),
          ...(to ? { until: midnight(to, DAY_MS) } : {}),
        },
      },
    },
    { staleTime: 0, placeholderData: keepPreviousData },
  );
}

/** The beginning of a day in ICT, or some time later. */
function midnight(day: string, laterMs = 0): string {
  return new Date(Date.parse(`${day}T00:00:00+07:00`) + laterMs).toISOString();
}
