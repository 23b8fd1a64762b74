import { Card, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { PagedList } from "@/shared/components/PagedList";
import { PageTitle } from "@/shared/components/PageTitle";
import { AuditFilters } from "./AuditFilters";
import { AuditTable } from "./AuditTable";
import { useAuditTrail } from "./queries";
import type { AuditSearch } from "./search";

const route = getRouteApi("/shell/audit");

/** The audit trail: changes through the API and of accounts. The address holds the filters and the page. */
export function AuditPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const entries = useAuditTrail(search);
  const { page: _, ...filters } = search;
  const filtered = Object.values(filters).some((filter) => filter !== undefined);
  const change = (part: AuditSearch, replace: boolean) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace, resetScroll: false });
  return (
    <>
      <PageTitle mb={4}>{m.audit_title()}</PageTitle>
      <Text c="dimmed" mb="md">
        {m.audit_lead()}
      </Text>
      <Card>
        <AuditFilters
          search={search}
          filtered={filtered}
          onChange={(part) => change({ ...part, page: undefined }, true)}
        />
        <PagedList
          noun="entry"
          query={entries}
          filtered={filtered}
          hint={m.audit_hint()}
          onPage={(page) => change({ page }, false)}
        >
          {(rows, isPage) => <AuditTable entries={rows} isPage={isPage} search={search} />}
        </PagedList>
      </Card>
    </>
  );
}
