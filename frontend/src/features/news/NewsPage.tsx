import { Card } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { TextFilter } from "@/shared/components/Filters";
import { PageTitle } from "@/shared/components/PageTitle";
import { type ItemSearch, NewsAndEvents } from "@/shared/news/NewsAndEvents";
import { symbolOf } from "./search";

const route = getRouteApi("/shell/news");
const ITEMS_A_PAGE = 20;

/** All articles and events, newest first. The address holds the filters and the page. */
export function NewsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: ItemSearch) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: !part.page, resetScroll: false });
  return (
    <>
      <PageTitle>{m.news_news()}</PageTitle>
      <Card>
        <NewsAndEvents
          search={search}
          limit={ITEMS_A_PAGE}
          heading="h2"
          filtered={search.symbol !== undefined || search.kind !== undefined}
          onChange={change}
        >
          <TextFilter
            label={m.news_ticker()}
            placeholder={m.news_such_as_fpt()}
            maxLength={20}
            value={search.symbol}
            onChange={(symbol) => change({ symbol: symbolOf(symbol), page: undefined })}
          />
        </NewsAndEvents>
      </Card>
    </>
  );
}
