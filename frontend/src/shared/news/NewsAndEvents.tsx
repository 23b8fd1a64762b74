import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { m } from "@/paraglide/messages";
import { Filters, SelectFilter } from "@/shared/components/Filters";
import { PagedList } from "@/shared/components/PagedList";
import { time } from "@/shared/format/times";
import { ArticleItem } from "./ArticleItem";
import { EventItem } from "./EventItem";
import classes from "./Items.module.css";
import { ITEM_KINDS, KIND_LABELS } from "./kinds";
import { type ItemKind, type NewsOrEvent, useNewsAndEvents } from "./queries";

export type ItemSearch = {
  symbol?: string | undefined;
  kind?: ItemKind | undefined;
  page?: number | undefined;
};

type Props = {
  search: ItemSearch;
  /** How many items a page has. */
  limit: number;
  filtered: boolean;
  /** The level of the items' headings on the page. */
  heading: "h2" | "h3";
  onChange: (part: ItemSearch) => void;
  /** Further filters. */
  children?: ReactNode;
};

/** Articles and events in one list, newest first, with a filter by kind and pages. */
export function NewsAndEvents({ search, limit, filtered, heading, onChange, children }: Props) {
  const query = useNewsAndEvents(search, limit);
  return (
    <>
      <Filters
        filtered={filtered}
        onReset={() => onChange({ symbol: undefined, kind: undefined, page: undefined })}
      >
        {children}
        <SelectFilter
          label={m.shared_kind()}
          all={m.shared_news_and_events()}
          options={KIND_LABELS}
          value={search.kind}
          onChange={(kind) => onChange({ kind: ITEM_KINDS.find((one) => one === kind), page: undefined })}
        />
      </Filters>
      <PagedList
        noun="item"
        query={query}
        filtered={filtered}
        hint={m.shared_the_dag_vn30_news_crawler_stores()}
        onPage={(page) => onChange({ page })}
      >
        {(items) => (
          <ul className={classes.list}>
            {items.map((item) => (
              <li key={keyOf(item)} className={classes.item}>
                {item.article && <ArticleItem article={item.article} heading={heading} />}
                {item.event && <EventItem event={item.event} heading={heading} />}
              </li>
            ))}
          </ul>
        )}
      </PagedList>
      {query.data && (
        <Text size="xs" c="dimmed" mt="sm">
          {query.data.refreshedAt === null
            ? m.shared_no_feed_answered()
            : m.shared_news_as_of({ time: time(query.data.refreshedAt) })}{" "}
          {query.data.dataSource === "simulated"
            ? m.shared_events_follow_simulated()
            : m.shared_events_follow()}{" "}
          {m.shared_moves_begin()}
        </Text>
      )}
    </>
  );
}

function keyOf({ article, event }: NewsOrEvent): string {
  return article
    ? `article-${article.id}`
    : `${event?.ticker}/${event?.session}/${event?.kind}/${event?.detail}`;
}
