import { keepPreviousData } from "@tanstack/react-query";
import { $api, api, given, type Schemas } from "@/api/client";
import { allPages } from "@/shared/table/allPages";
import type { AuditSearch } from "./search";

export type AuditEntry = Schemas["AuditEntry"];

const TRAIL = "/api/v1/audit";
const PAGE_SIZE = 50;
const DAY_MS = 24 * 60 * 60_000;

/** A page of the audit trail; the previous page stays on the screen until the next is loaded. */
export function useAuditTrail({ page = 1, ...search }: AuditSearch) {
  return $api.useQuery(
    "get",
    TRAIL,
    { params: { query: { page, pageSize: PAGE_SIZE, ...wantedOf(search) } } },
    { staleTime: 0, placeholderData: keepPreviousData },
  );
}

/** All entries that match. */
export function allEntries(search: AuditSearch) {
  return allPages(async (page) =>
    given(await api.GET(TRAIL, { params: { query: { ...wantedOf(search), ...page } } })),
  );
}

function wantedOf({ user, action, subject, from, to }: AuditSearch) {
  return {
    ...(user ? { username: user } : {}),
    ...(action ? { action } : {}),
    ...(subject ? { subject } : {}),
    ...(from ? { since: midnight(from) } : {}),
    ...(to ? { until: midnight(to, DAY_MS) } : {}),
  };
}

/** The beginning of a day in ICT, or some time later. */
function midnight(day: string, laterMs = 0): string {
  return new Date(Date.parse(`${day}T00:00:00+07:00`) + laterMs).toISOString();
}
