import { Card, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Pill, type Tone } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { ago, time } from "@/shared/format/times";
import table from "@/shared/table.module.css";
import { useDatasets } from "./queries";

type Dataset = Schemas["DatasetAge"];

const STATES: Record<Dataset["state"], { tone: Tone; label: string; title: string }> = {
  current: { tone: "up", label: m.pipelines_current(), title: m.pipelines_has_what_is_due() },
  due: {
    tone: "middling",
    label: m.pipelines_due(),
    title: m.pipelines_newest_is_due(),
  },
  late: { tone: "down", label: m.pipelines_late(), title: m.pipelines_lacks_what_should_be() },
  empty: { tone: "quiet", label: m.pipelines_not_made_yet(), title: m.pipelines_its_dag_has_not_made_it() },
};

const NAMES: Record<string, string> = {
  forecasts: m.pipelines_dataset_forecasts(),
  fundamentals: m.pipelines_dataset_fundamentals(),
  lake: m.pipelines_dataset_lake(),
  "look-ahead check": m.pipelines_dataset_lookahead_check(),
  minutes: m.pipelines_dataset_minutes(),
  news: m.pipelines_dataset_news(),
  prices: m.pipelines_dataset_prices(),
  recommendations: m.pipelines_dataset_recommendations(),
  risk: m.pipelines_dataset_risk(),
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
  return (
    <tr>
      <th scope="row">{NAMES[dataset.dataset] ?? dataset.dataset}</th>
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
