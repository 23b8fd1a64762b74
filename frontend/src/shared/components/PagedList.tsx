import { Box, Button } from "@mantine/core";
import type { ReactNode } from "react";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, type LoadedQuery, SkeletonLines } from "./LoadState";
import { type Noun, nounOf } from "./nouns";
import { type PageMeta, Pager } from "./Pager";

type Props<Row> = {
  /** The singular of what is listed: "run". */
  noun: Noun;
  query: LoadedQuery<{ data: Row[]; meta: PageMeta }> & { isPlaceholderData: boolean };
  /** Whether any filter is set. */
  filtered: boolean;
  /** How the list gets its first row. */
  hint: ReactNode;
  /** `undefined` is the first page. */
  onPage: (page: number | undefined) => void;
  /** Whether the rows are a page of more stands beside them. */
  children: (rows: Row[], isPage: boolean) => ReactNode;
};

/** A page of a filtered list with its pager; the previous page stays while the next one loads. */
export function PagedList<Row>({ noun, query, filtered, hint, onPage, children }: Props<Row>) {
  const nouns = nounOf(noun);
  return (
    <Loaded
      query={query}
      what={m.shared_the_nouns({ nouns })}
      skeleton={<SkeletonLines lines={10} height={28} />}
    >
      {({ data, meta }) => (
        <Box opacity={query.isPlaceholderData ? 0.6 : 1} aria-busy={query.isPlaceholderData}>
          {data.length > 0 && children(data, meta.total > data.length)}
          {data.length === 0 && meta.total > 0 && (
            <Empty title={m.shared_page_has_no({ nouns })}>
              <Button size="xs" variant="default" mt="xs" onClick={() => onPage(undefined)}>
                {m.shared_go_to_the_first_page()}
              </Button>
            </Empty>
          )}
          {meta.total === 0 && (
            <Empty
              title={
                filtered
                  ? m.shared_none_matches({ noun: nounOf(noun, 1) })
                  : m.shared_none_yet({ noun: nounOf(noun, 1) })
              }
            >
              {filtered ? m.shared_reset_shows_all({ nouns }) : hint}
            </Empty>
          )}
          <Pager
            noun={noun}
            meta={meta}
            rows={data.length}
            onChange={(page) => onPage(page > 1 ? page : undefined)}
          />
        </Box>
      )}
    </Loaded>
  );
}
