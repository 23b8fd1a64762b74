import { Card, Title } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { type ItemSearch, NewsAndEvents } from "@/shared/news/NewsAndEvents";

const ITEMS_A_PAGE = 8;

type Props = { ticker: string; className?: string | undefined };

/** The articles that name a stock, and the events of its data. */
export function NewsCard({ ticker, className }: Props) {
  const [search, setSearch] = useState<ItemSearch & { ticker: string }>({ ticker });
  // Another stock begins at the first page, without a filter.
  const { kind, page } = search.ticker === ticker ? search : {};
  return (
    <Card component="section" aria-labelledby="news" className={className}>
      <Title order={2} size="h4" id="news" mb="xs">
        {m.stock_news_and_events()}
      </Title>
      <NewsAndEvents
        search={{ symbol: ticker, kind, page }}
        limit={ITEMS_A_PAGE}
        heading="h3"
        filtered={kind !== undefined}
        onChange={(part) => setSearch({ kind, page, ...part, ticker })}
      />
    </Card>
  );
}
