import { Card, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { Filters, SelectFilter, TextFilter } from "@/shared/components/Filters";
import { PagedList } from "@/shared/components/PagedList";
import { PageTitle } from "@/shared/components/PageTitle";
import { ROLES } from "@/shared/format/words";
import { PeopleTable } from "./PeopleTable";
import { usePeople } from "./queries";
import { MAX_TEXT_LENGTH, type PeopleSearch, roleOf, STATES, stateOf } from "./search";

const route = getRouteApi("/shell/people");

/** The accounts, for admins. The address holds the filters, the order and the page. */
export function PeoplePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const people = usePeople(search);
  const { page: _page, sortBy: _by, sortDir: _dir, ...filters } = search;
  const filtered = Object.values(filters).some((filter) => filter !== undefined);
  const change = (part: PeopleSearch, replace: boolean) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace, resetScroll: false });
  const filter = (part: PeopleSearch) => change({ ...part, page: undefined }, true);
  return (
    <>
      <PageTitle mb={4}>{m.people_title()}</PageTitle>
      <Text c="dimmed" mb="md">
        {m.people_lead()}
      </Text>
      <Card>
        <Filters
          filtered={filtered}
          onReset={() => filter({ text: undefined, role: undefined, state: undefined })}
        >
          <TextFilter
            label={m.people_search()}
            placeholder={m.people_search_hint()}
            maxLength={MAX_TEXT_LENGTH}
            value={search.text}
            onChange={(text) => filter({ text })}
          />
          <SelectFilter
            label={m.people_role()}
            all={m.people_role_all()}
            options={ROLES}
            value={search.role}
            onChange={(role) => filter({ role: roleOf(role) })}
          />
          <SelectFilter
            label={m.people_state()}
            all={m.people_state_all()}
            options={STATES}
            value={search.state}
            onChange={(state) => filter({ state: stateOf(state) })}
          />
        </Filters>
        <PagedList
          noun="account"
          query={people}
          filtered={filtered}
          hint={m.people_hint()}
          onPage={(page) => change({ page }, false)}
        >
          {(rows, isPage) => <PeopleTable people={rows} isPage={isPage} search={search} onOrder={filter} />}
        </PagedList>
      </Card>
    </>
  );
}
