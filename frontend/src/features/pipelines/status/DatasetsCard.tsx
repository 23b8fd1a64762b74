import { Card, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Pill, type Tone } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { ago, time } from "@/shared/format/times";
import { capital } from "@/shared/format/words";
import table from "@/shared/table.module.css";
import { useDatasets } from "./queries";

type Dataset = Schemas["DatasetAge"];

const STATES: Record<Dataset["state"], { tone: Tone; label: string; title: string }> = {
  current: { tone: "up", label: "Current", title: "It has the newest session" },
  due: { tone: "middling", label: "Due", title: "The newest session closed less than six hours ago" },
  late: { tone: "down", label: "Late", title: "It lacks sessions that should be there" },
  empty: { tone: "quiet", label: "Not made yet", title: "Its DAG has not made it yet" },
};

/** The newest session of each data set against the current one, and the DAG that makes it. */
export function DatasetsCard() {
  const datasets = useDatasets();
  return (
    <Card component="section" aria-label="Data sets">
      <Title order={2} size="h4" mb="sm">
        Data sets
      </Title>
      <Loaded query={datasets} what="The data sets" skeleton={<SkeletonLines lines={8} />}>
        {({ asOf, data }) => (
          <table className={table.compact}>
            <caption>Current session: {asOf ?? "none yet"}</caption>
            <thead>
              <tr>
                <th scope="col">Data set</th>
                <th scope="col">Newest</th>
                <th scope="col">State</th>
                <th scope="col">Stored</th>
                <th scope="col">Made by</th>
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
        {dataset.sessionsBehind ? ` (${dataset.sessionsBehind} behind)` : ""}
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
        {dataset.dagPaused ? ", paused" : ""}
      </td>
    </tr>
  );
}
