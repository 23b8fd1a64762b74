import { m } from "@/paraglide/messages";
import { PagedList } from "@/shared/components/PagedList";
import type { DagDetail } from "../dags";
import { useRuns } from "../queries";
import { usePipelineSearch } from "../usePipelineSearch";
import { RunFilters } from "./RunFilters";
import { RunTable } from "./RunTable";

/** Run History: the runs of the DAG that match the filters, newest first. */
export function HistoryTab({ dag }: { dag: DagDetail }) {
  const { search, change } = usePipelineSearch();
  const runs = useRuns(dag, search);
  const filtered = [search.state, search.from, search.to, search.q].some((filter) => filter !== undefined);
  return (
    <>
      <RunFilters filtered={filtered} />
      <PagedList
        noun="run"
        query={runs}
        filtered={filtered}
        hint={m.pipelines_trigger_run_starts_the_first_one()}
        onPage={(page) => change({ page })}
      >
        {(rows, isPage) => <RunTable dag={dag} runs={rows} isPage={isPage} search={search} />}
      </PagedList>
    </>
  );
}
