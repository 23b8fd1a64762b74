import { Card, Tabs, Text, Title } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { Empty, Loaded } from "@/shared/components/LoadState";
import { MadeByDag } from "@/shared/components/MadeByDag";
import { useMyList, useMyListQuery } from "@/shared/hooks/useMyList";
import { PickList, PickListSkeleton } from "./PickList";
import classes from "./PickList.module.css";
import { PICKS, useMarket, useTopPicks } from "./queries";
import { TABS, type Tab } from "./search";

const route = getRouteApi("/shell/");
const LABELS: Record<Tab, string> = {
  should_buy: m.home_should_buy(),
  should_sell: m.home_should_sell(),
  my_list: m.home_my_list(),
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
        {m.home_top_picks()}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {m.home_forecasts_for_the_close_7_trading()} {m.home_picks_are_no_recommendations()}
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
          <Bucket bucket="should_buy" none={m.home_none_rises()} noOther={m.home_no_other_rises()} />
        </Tabs.Panel>
        <Tabs.Panel value="should_sell">
          <Bucket bucket="should_sell" none={m.home_none_falls()} noOther={m.home_no_other_falls()} />
        </Tabs.Panel>
        <Tabs.Panel value="my_list">
          <Mine />
        </Tabs.Panel>
      </Tabs>
    </Card>
  );
}

type Bucket = { bucket: "should_buy" | "should_sell"; none: string; noOther: string };

function Bucket({ bucket, none, noOther }: Bucket) {
  const query = useTopPicks(bucket);
  return (
    <Loaded query={query} what={m.home_the_top_picks()} skeleton={<PickListSkeleton />}>
      {(picks) =>
        picks.length > 0 ? (
          <>
            <PickList label={LABELS[bucket]} picks={picks} />
            {picks.length < PICKS && (
              <Text size="sm" c="dimmed" mt="sm">
                {noOther}
              </Text>
            )}
          </>
        ) : (
          <NoPicks none={none} />
        )
      }
    </Loaded>
  );
}

/** Why there are no picks: before the first training that no stock has a forecast, later that none moves so. */
function NoPicks({ none }: { none: string }) {
  const rows = useMarket({}).data?.pages.flatMap((page) => page.data) ?? [];
  const unforecast =
    rows.length > 0 && rows.every((row) => typeof row.predictedPctChange["7d"]?.predictedPct !== "number");
  return (
    <Empty title={unforecast ? m.home_no_forecast_yet() : none}>
      <MadeByDag dag="vn30_model_training">{m.home_each_training_run_publishes_new_forecasts()}</MadeByDag>
    </Empty>
  );
}

function Mine() {
  const query = useMyListQuery();
  const { has } = useMyList();
  return (
    <Loaded query={query} what={m.home_my_list()} skeleton={<PickListSkeleton />}>
      {(items) => {
        // A stock disappears at once when its star is cleared.
        const listed = items.filter((item) => has(item.ticker));
        if (listed.length === 0)
          return (
            <Empty title={m.home_your_list_is_empty()}>{m.home_add_stocks_with_the_star_beside()}</Empty>
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
                {m.home_show_all_in_table({ count: listed.length })}
              </Link>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
