import { Anchor, Skeleton, Tabs } from "@mantine/core";
import { lazy, Suspense } from "react";
import { m } from "@/paraglide/messages";
import { Empty } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { Sentence, slot } from "@/shared/components/Sentence";
import { type DagDetail, isActive } from "../dags";
import { useRun } from "../queries";
import { VIEWS, type View } from "../search";
import { usePipelineSearch } from "../usePipelineSearch";
import { RunCard } from "./RunCard";
import { RunGantt } from "./RunGantt";
import { RunLogs } from "./RunLogs";

// Lazy: only the graph needs its two libraries.
const RunGraph = lazy(async () => ({ default: (await import("./RunGraph")).RunGraph }));

const LABELS: Record<View, string> = {
  graph: m.pipelines_graph(),
  gantt: m.pipelines_gantt(),
  logs: m.pipelines_logs(),
};

/** Run Details: the run in the address, else the newest run. */
export function DetailsTab({ dag }: { dag: DagDetail }) {
  const { search, change } = usePipelineSearch();
  const runId = search.run ?? dag.lastRunId;
  if (runId === null)
    return <Empty title={m.pipelines_no_run_yet()}>{m.pipelines_trigger_run_starts_the_first_one()}</Empty>;
  return (
    <>
      {runId !== dag.lastRunId && dag.lastRunId !== null && (
        <Notice kind="note" py="xs" mb="md" role="note">
          <Sentence
            text={m.pipelines_this_is_not_the_newest_run({ link: slot("link") })}
            slots={{
              link: (
                <Anchor component="button" type="button" size="sm" onClick={() => change({ run: undefined })}>
                  {m.pipelines_show_the_newest_run()}
                </Anchor>
              ),
            }}
          />
        </Notice>
      )}
      <section aria-label={m.pipelines_run_summary()}>
        <RunCard key={runId} dag={dag} runId={runId} wide />
      </section>
      <RunViews key={runId} dag={dag} runId={runId} />
    </>
  );
}

function RunViews({ dag, runId }: { dag: DagDetail; runId: string }) {
  const { search, change } = usePipelineSearch();
  const { data: run } = useRun(dag.dagId, runId);
  if (run === undefined) return null;
  const of = { dagId: dag.dagId, runId, active: isActive(run.state) };
  return (
    <Tabs
      variant="pills"
      value={search.view ?? "graph"}
      onChange={(value) => {
        const chosen = VIEWS.find((view) => view === value);
        change({ view: chosen === "graph" ? undefined : chosen });
      }}
      keepMounted={false}
      mt="lg"
    >
      <Tabs.List mb="sm" aria-label={m.pipelines_views_of_the_run()}>
        {VIEWS.map((view) => (
          <Tabs.Tab key={view} value={view}>
            {LABELS[view]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="graph">
        <Suspense fallback={<Skeleton height={240} />}>
          <RunGraph {...of} />
        </Suspense>
      </Tabs.Panel>
      <Tabs.Panel value="gantt">
        <RunGantt {...of} />
      </Tabs.Panel>
      <Tabs.Panel value="logs">
        <RunLogs dagId={dag.dagId} runId={runId} />
      </Tabs.Panel>
    </Tabs>
  );
}
