import { Button, Card, Group, Text } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { PagedList } from "@/shared/components/PagedList";
import { Frame } from "./Frame";
import { HistoryFilters } from "./HistoryFilters";
import { HistoryTable } from "./HistoryTable";
import { useSimulations } from "./queries";
import { MAX_COMPARED, type SimulationsSearch } from "./search";

const route = getRouteApi("/shell/simulations");

/** All simulations, newest first or by a figure; up to five can be compared. */
export function HistoryPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useSimulations(search);
  const { compare = [], page: _page, sort: _sort, ...filters } = search;
  const filtered = Object.values(filters).some((value) => value !== undefined);
  const change = (part: SimulationsSearch) =>
    void navigate({
      search: (old) => ({ ...old, page: undefined, ...part }),
      replace: true,
      resetScroll: false,
    });
  const toggle = (id: string, isChosen: boolean) => {
    const ids = isChosen ? [...compare, id] : compare.filter((other) => other !== id);
    change({ page: search.page, compare: ids.length > 0 ? ids : undefined });
  };
  return (
    <Frame title={m.simulations_simulations()}>
      <Card>
        <Group justify="space-between" mb="sm">
          <Group gap="sm">
            <Button
              size="xs"
              variant="default"
              disabled={compare.length < 2}
              onClick={() => void navigate({ to: "/simulations/comparison", search: { ids: compare } })}
            >
              {compare.length > 0
                ? m.simulations_compare_count({ count: compare.length })
                : m.simulations_compare()}
            </Button>
            <Text size="sm" c="dimmed">
              {compare.length >= MAX_COMPARED
                ? m.simulations_the_most_are_chosen()
                : m.simulations_choose_two_to_five()}
            </Text>
          </Group>
          <Button size="xs" component={Link} to="/simulations/new">
            {m.simulations_new_simulation()}
          </Button>
        </Group>
        <HistoryFilters search={search} filtered={filtered} onChange={change} />
        <PagedList
          noun="simulation"
          query={query}
          filtered={filtered}
          hint={m.simulations_start_the_first_one()}
          onPage={(page) => change({ page })}
        >
          {(rows, isPage) => (
            <HistoryTable
              rows={rows}
              isPage={isPage}
              chosen={compare}
              onToggle={toggle}
              search={search}
              onSort={(sort) => change({ sort })}
            />
          )}
        </PagedList>
      </Card>
    </Frame>
  );
}
