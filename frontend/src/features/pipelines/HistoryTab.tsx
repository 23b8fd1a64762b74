import { Box, Button } from "@mantine/core";
import { Empty, Loaded, SkeletonLines } from "@/shared/states";
import { Pager } from "./Pager";
import { useRuns } from "./queries";
import { RunFilters } from "./RunFilters";
import { RunTable } from "./RunTable";
import type { DagDetail } from "./runs";
import { usePipelineSearch } from "./usePipelineSearch";

/** Run History: the runs of the DAG that match the filters, newest first. */
export function HistoryTab({ dag }: { dag: DagDetail }) {
  const { search, change } = usePipelineSearch();
  const runs = useRuns(dag, search);
  const filtered = [search.state, search.from, search.to, search.q].some((one) => one !== undefined);
  return (
    <>
      <RunFilters filtered={filtered} />
      <Loaded query={runs} what="The runs" skeleton={<SkeletonLines lines={10} height={28} />}>
        {(page) => (
          // The page before, while the next is on its way.
          <Box opacity={runs.isPlaceholderData ? 0.6 : 1} aria-busy={runs.isPlaceholderData}>
            {page.data.length > 0 && <RunTable dag={dag} runs={page.data} />}
            {page.data.length === 0 && page.meta.total > 0 && (
              <Empty title="This page has no runs">
                <Button size="xs" variant="default" mt="xs" onClick={() => change({ page: undefined })}>
                  Go to the first page
                </Button>
              </Empty>
            )}
            {page.meta.total === 0 && (
              <Empty title={filtered ? "No run matches the filters" : "No run yet"}>
                {filtered ? "Reset filters shows all runs." : "Trigger Run starts the first one."}
              </Empty>
            )}
            <Pager meta={page.meta} rows={page.data.length} />
          </Box>
        )}
      </Loaded>
    </>
  );
}
