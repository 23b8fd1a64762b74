import { Button, Card, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { m } from "@/paraglide/messages";
import { Empty, ErrorNotice, SkeletonLines } from "@/shared/components/LoadState";
import { MadeByDag } from "@/shared/components/MadeByDag";
import { MarketFilters } from "./MarketFilters";
import { MarketTable } from "./MarketTable";
import { useMarket } from "./queries";
import type { HomeSearch } from "./search";

const route = getRouteApi("/shell/");

/** Every stock with its price, its changes and its forecast: searched, filtered and sorted by the server. */
export function Market() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useMarket(search);
  const pages = query.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.data) ?? [], [pages]);
  const meta = pages?.[0]?.meta;

  function change(part: Partial<HomeSearch>) {
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false });
  }

  const clear = () => change({ search: undefined, sector: undefined, myList: undefined });
  return (
    <Card component="section" aria-labelledby="market">
      <Title order={2} size="h4" id="market">
        {m.home_all_stocks()}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {m.home_irl_percentage_close_that_many_trading()}
      </Text>
      <MarketFilters search={search} sectors={meta?.sectors ?? []} onChange={change}>
        {meta && m.home_stocks({ count: meta.total })}
      </MarketFilters>
      {query.isPending && (
        <output aria-label={m.home_the_market_loading()} aria-busy="true">
          <SkeletonLines lines={10} height={40} />
        </output>
      )}
      {query.isError && rows.length === 0 && (
        <ErrorNotice
          error={query.error}
          what={m.home_the_market_could_not_be_loaded()}
          onRetry={() => void query.refetch()}
        />
      )}
      {meta && rows.length === 0 && <NoRows search={search} onClear={clear} />}
      {meta && rows.length > 0 && (
        <MarketTable rows={rows} total={meta.total} search={search} onSort={change} query={query} />
      )}
    </Card>
  );
}

function NoRows({ search, onClear }: { search: HomeSearch; onClear: () => void }) {
  if (search.search === undefined && search.sector === undefined) {
    return search.myList ? (
      <Empty title={m.home_your_list_is_empty()}>
        {m.home_add_stocks()}
        <br />
        <Button variant="default" size="xs" mt="sm" onClick={onClear}>
          {m.home_show_all_stocks()}
        </Button>
      </Empty>
    ) : (
      <Empty title={m.home_no_prices_yet()}>
        <MadeByDag dag="vn30_data_crawler">{m.home_the_first_run_of_the_data()}</MadeByDag>
      </Empty>
    );
  }
  return (
    <Empty title={m.home_no_stock_matches()}>
      {m.home_try_another()}
      <br />
      <Button variant="default" size="xs" mt="sm" onClick={onClear}>
        {m.home_clear_search_and_filters()}
      </Button>
    </Empty>
  );
}
