import { Card, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { TextLink } from "@/shared/components/TextLink";
import { ArticleItem } from "@/shared/news/ArticleItem";
import { EventItem } from "@/shared/news/EventItem";
import classes from "./NewsCards.module.css";
import { useNewestEvents, useNewestNews } from "./queries";

/** The newest articles; without any, the newest events of the platform's own data. */
export function NewsCards() {
  const news = useNewestNews();
  const isEmpty = news.data?.data.length === 0;
  return (
    <Card component="section" aria-labelledby="newest-news">
      <Title order={2} size="h4" id="newest-news" mb="xs">
        {isEmpty ? m.home_events_of_our_data() : m.home_news()}
      </Title>
      <Loaded query={news} what={m.home_the_news()} skeleton={<SkeletonLines lines={3} height={60} />}>
        {({ data }) =>
          isEmpty ? (
            <Events />
          ) : (
            <ul className={classes.list} aria-label={m.home_newest_articles()}>
              {data.map((article) => (
                <li key={article.id} className={classes.card}>
                  <ArticleItem article={article} lines={2} heading="h3" />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Text size="sm" mt="sm">
        <TextLink to="/news" inherit underline="always">
          {m.home_all_news_and_events()}
        </TextLink>
      </Text>
    </Card>
  );
}

function Events() {
  const query = useNewestEvents();
  return (
    <Loaded query={query} what={m.home_the_events()} skeleton={<SkeletonLines lines={3} height={60} />}>
      {({ data, dataSource }) =>
        data.length === 0 ? (
          <Empty title={m.home_no_news_and_no_events_yet()}>
            {m.home_the_dag_vn30_news_crawler_stores()}
          </Empty>
        ) : (
          <>
            <Text size="sm" c="dimmed" mb="xs">
              {dataSource === "simulated" ? m.home_no_news_events_simulated() : m.home_no_news_events()}
            </Text>
            <ul className={classes.list} aria-label={m.home_newest_events()}>
              {data.map((event) => (
                <li
                  key={`${event.ticker}/${event.session}/${event.kind}/${event.detail}`}
                  className={classes.card}
                >
                  <EventItem event={event} heading="h3" />
                </li>
              ))}
            </ul>
          </>
        )
      }
    </Loaded>
  );
}
