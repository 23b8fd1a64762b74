import { Anchor, Group, Text, VisuallyHidden } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { TextLink } from "@/shared/components/TextLink";
import { change } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import classes from "./Items.module.css";
import { linkOf } from "./linkOf";
import type { Article } from "./queries";

type Props = { article: Article; lines?: number; heading: "h2" | "h3" };

/** An article: a link to its publisher, with time, sources, stocks, and how these moved after it. */
export function ArticleItem({ article, lines = 3, heading: Heading }: Props) {
  return (
    <article>
      <Heading className={classes.title}>
        <ArticleLink article={article} />
      </Heading>
      <Text size="xs" c="dimmed" component="div">
        <time dateTime={article.publishedAt}>{time(article.publishedAt)}</time>
        {article.datedBy === "first_seen" && ` ${m.shared_first_seen()}`} · {article.sources.join(", ")}
      </Text>
      {article.summary && (
        <Text size="sm" lineClamp={lines} mt={4}>
          {article.summary}
        </Text>
      )}
      {article.moves.map((move) => (
        <Group key={move.ticker} gap={6} mih={24} mt={2} wrap="nowrap" align="flex-start">
          <TextLink
            to="/stocks/$ticker"
            params={{ ticker: move.ticker }}
            size="xs"
            fw={650}
            className={classes.ticker}
          >
            {move.ticker}
          </TextLink>
          <Text size="xs" c="dimmed" className={classes.moves}>
            {moveWords(move)}
          </Text>
        </Group>
      ))}
    </article>
  );
}

function ArticleLink({ article: { title, url } }: { article: Article }) {
  const href = linkOf(url);
  if (href === undefined) return title;
  return (
    <Anchor href={href} target="_blank" rel="noopener noreferrer" inherit>
      {title}
      <VisuallyHidden>{m.shared_opens_in_a_new_tab()}</VisuallyHidden>
    </Anchor>
  );
}

/** `after 1 session +1.2% (VN30 +0.4%), after 7 not known yet` */
export function moveWords({ change1, vn30Change1, change7, vn30Change7 }: Article["moves"][number]): string {
  if (change1 === null) return m.shared_move_not_known();
  return m.shared_moves_after({ one: moved(change1, vn30Change1), seven: moved(change7, vn30Change7) });
}

function moved(stock: number | null, vn30: number | null): string {
  if (stock === null) return m.shared_move_not_yet();
  return m.shared_move_beside({
    stock: change(100 * stock),
    vn30: change(vn30 === null ? null : 100 * vn30),
  });
}
