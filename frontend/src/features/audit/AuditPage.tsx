import { Card, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
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
      <PageTitle mb={4}>Audit</PageTitle>
      <Text c="dimmed" mb="md">
        The trail has each change through the app, the API and the command line. Entries are never changed or
        deleted. Changes in Airflow's own pages are in Airflow's audit log.
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
          hint="Each change adds one."
          onPage={(page) => change({ page }, false)}
        >
          {(rows) => <AuditTable entries={rows} search={search} />}
        </PagedList>
      </Card>
    </>
  );
}
