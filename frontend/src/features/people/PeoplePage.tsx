import { Card, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { Filters, SelectFilter, TextFilter } from "@/shared/components/Filters";
import { PagedList } from "@/shared/components/PagedList";
import { PageTitle } from "@/shared/components/PageTitle";
import { ROLES } from "@/shared/format/words";
import { PeopleTable } from "./PeopleTable";
import { usePeople } from "./queries";
import { MAX_TEXT_LENGTH, type PeopleSearch, roleOf, STATES, stateOf } from "./search";

const route = getRouteApi("/shell/people");

/** The accounts, for admins. The address holds the filters and the page. */
export function PeoplePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const people = usePeople(search);
  const { page: _, ...filters } = search;
  const filtered = Object.values(filters).some((filter) => filter !== undefined);
  const change = (part: PeopleSearch, replace: boolean) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace, resetScroll: false });
  const filter = (part: PeopleSearch) => change({ ...part, page: undefined }, true);
  return (
    <>
      <PageTitle mb={4}>People</PageTitle>
      <Text c="dimmed" mb="md">
        The accounts of the platform. Each change is in the audit trail. A closed account is signed out at
        once, and can be opened again.
      </Text>
      <Card>
        <Filters
          filtered={filtered}
          onReset={() => filter({ text: undefined, role: undefined, state: undefined })}
        >
          <TextFilter
            label="Search"
            placeholder="Name or mail address"
            maxLength={MAX_TEXT_LENGTH}
            value={search.text}
            onChange={(text) => filter({ text })}
          />
          <SelectFilter
            label="Role"
            all="All roles"
            options={ROLES}
            value={search.role}
            onChange={(role) => filter({ role: roleOf(role) })}
          />
          <SelectFilter
            label="State"
            all="Active and closed"
            options={STATES}
            value={search.state}
            onChange={(state) => filter({ state: stateOf(state) })}
          />
        </Filters>
        <PagedList
          noun="account"
          query={people}
          filtered={filtered}
          hint="People register, or an operator adds them."
          onPage={(page) => change({ page }, false)}
        >
          {(rows) => <PeopleTable people={rows} />}
        </PagedList>
      </Card>
    </>
  );
}
