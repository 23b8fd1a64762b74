import { Card, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Pill, type Tone } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { ago, time } from "@/shared/format/times";
import { capital } from "@/shared/format/words";
import table from "@/shared/table.module.css";
import { useDatasets } from "./queries";

type Dataset = Schemas["DatasetAge"];

const STATES: Record<Dataset["state"], { tone: Tone; label: string; title: string }> = {
  current: { tone: "up", label: m.pipelines_current(), title: m.pipelines_it_has_the_newest_session() },
  due: {
    tone: "middling",
    label: m.pipelines_due(),
    title: m.pipelines_the_newest_session_closed_less_than(),
  },
  late: { tone: "down", label: m.pipelines_late(), title: m.pipelines_it_lacks_sessions_that_should_be() },
  empty: { tone: "quiet", label: m.pipelines_not_made_yet(), title: m.pipelines_its_dag_has_not_made_it() },
};

/** The newest session of each data set against the current one, and the DAG that makes it. */
export function DatasetsCard() {
  const datasets = useDatasets();
  return (
    <Card component="section" aria-label={m.pipelines_data_sets()}>
      <Title order={2} size="h4" mb="sm">
        {m.pipelines_data_sets()}
      </Title>
      <Loaded query={datasets} what={m.pipelines_the_data_sets()} skeleton={<SkeletonLines lines={8} />}>
        {({ asOf, data }) => (
          <table className={table.compact}>
            <caption>{m.pipelines_current_session({ asOf: asOf ?? m.pipelines_session_none_yet() })}</caption>
            <thead>
              <tr>
                <th scope="col">{m.pipelines_data_set()}</th>
                <th scope="col">{m.pipelines_newest()}</th>
                <th scope="col">{m.pipelines_state()}</th>
                <th scope="col">{m.pipelines_stored()}</th>
                <th scope="col">{m.pipelines_made_by()}</th>
              </tr>
            </thead>
            <tbody>
              {data.map((dataset) => (
                <Row key={dataset.dataset} dataset={dataset} />
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
    </Card>
  );
}

function Row({ dataset }: { dataset: Dataset }) {
  const state = STATES[dataset.state];
  const name = capital(dataset.dataset);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        {dataset.newestSession ?? "–"}
        {dataset.sessionsBehind ? m.pipelines_behind({ sessionsBehind: dataset.sessionsBehind }) : ""}
      </td>
      <td>
        <Pill tone={state.tone} title={state.title}>
          {state.label}
        </Pill>
      </td>
      <td title={time(dataset.storedAt)}>{dataset.storedAt === null ? "–" : ago(dataset.storedAt)}</td>
      <td className={table.wraps}>
        <TextLink to="/pipelines" search={{ dag: dataset.dagId }}>
          {dataset.dagName ?? dataset.dagId}
        </TextLink>
        {dataset.dagPaused ? m.pipelines_paused() : ""}
      </td>
    </tr>
  );
}
