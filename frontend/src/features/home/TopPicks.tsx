import { Card, Tabs, Text, Title } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Empty, Loaded } from "@/shared/components/LoadState";
import { useMyList, useMyListQuery } from "@/shared/hooks/useMyList";
import { PickList, PickListSkeleton } from "./PickList";
import classes from "./PickList.module.css";
import { PICKS, useTopPicks } from "./queries";
import { TABS, type Tab } from "./search";

const route = getRouteApi("/shell/");
const LABELS: Record<Tab, string> = {
  should_buy: "Should Buy",
  should_sell: "Should Sell",
  my_list: "My List",
};

/** Five stocks a tab: the largest forecast rises, the largest falls, and My List. */
export function TopPicks() {
  const { tab = "should_buy" } = route.useSearch();
  const navigate = route.useNavigate();

  function show(value: string | null) {
    const chosen = TABS.find((tab) => tab === value);
    if (!chosen) return;
    void navigate({
      search: (search) => ({ ...search, tab: chosen === "should_buy" ? undefined : chosen }),
      replace: true,
      resetScroll: false,
    });
  }

  return (
    <Card component="section" aria-labelledby="top-picks">
      <Title order={2} size="h4" id="top-picks">
        Top Picks
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        Forecasts for the close 7 trading sessions ahead, with their 80 % interval.
      </Text>
      <Tabs value={tab} onChange={show} keepMounted={false}>
        <Tabs.List aria-labelledby="top-picks" mb="md">
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {LABELS[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="should_buy">
          <Bucket bucket="should_buy" none="No stock is forecast to rise" />
        </Tabs.Panel>
        <Tabs.Panel value="should_sell">
          <Bucket bucket="should_sell" none="No stock is forecast to fall" />
        </Tabs.Panel>
        <Tabs.Panel value="my_list">
          <Mine />
        </Tabs.Panel>
      </Tabs>
    </Card>
  );
}

function Bucket({ bucket, none }: { bucket: "should_buy" | "should_sell"; none: string }) {
  const query = useTopPicks(bucket);
  return (
    <Loaded query={query} what="The top picks" skeleton={<PickListSkeleton />}>
      {(picks) =>
        picks.length > 0 ? (
          <>
            <PickList label={LABELS[bucket]} picks={picks} />
            {picks.length < PICKS && (
              <Text size="sm" c="dimmed" mt="sm">
                {none.replace("No stock", "No other stock")}.
              </Text>
            )}
          </>
        ) : (
          <Empty title={none}>Each training run publishes new forecasts.</Empty>
        )
      }
    </Loaded>
  );
}

function Mine() {
  const query = useMyListQuery();
  const { has } = useMyList();
  return (
    <Loaded query={query} what="My List" skeleton={<PickListSkeleton />}>
      {(items) => {
        // A stock disappears at once when its star is cleared.
        const listed = items.filter((item) => has(item.ticker));
        if (listed.length === 0)
          return (
            <Empty title="Your list is empty">
              Add stocks with the star beside their names in the table.
            </Empty>
          );
        return (
          <>
            <PickList label={LABELS.my_list} picks={listed.slice(0, PICKS)} />
            {listed.length > PICKS && (
              <Link
                to="/"
                search={{ tab: "my_list", myList: true }}
                resetScroll={false}
                className={classes.all}
              >
                Show all {listed.length} in the table
              </Link>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
