import { Card, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Pill, type Tone } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { WrappedText } from "@/shared/components/WrappedText";
import { ago, time } from "@/shared/format/times";
import type { Column } from "@/shared/table/columns";
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

const COLUMNS: [Column<Dataset>, ...Column<Dataset>[]] = [
  { name: m.pipelines_data_set(), of: ({ dataset }) => NAMES[dataset] ?? dataset },
  { name: m.pipelines_newest(), isWords: true, of: newestOf },
  {
    name: m.pipelines_state(),
    isWords: true,
    of: ({ state }) => (
      <Pill tone={STATES[state].tone} title={STATES[state].title}>
        {STATES[state].label}
      </Pill>
    ),
  },
  {
    name: m.pipelines_stored(),
    isWords: true,
    of: ({ storedAt }) => (storedAt === null ? "–" : <span title={time(storedAt)}>{ago(storedAt)}</span>),
  },
  {
    name: m.pipelines_made_by(),
    isWords: true,
    of: ({ dagId, dagName, dagPaused }) => (
      <WrappedText>
        <TextLink to="/pipelines" search={{ dag: dagId }}>
          {dagName ?? dagId}
        </TextLink>
        {dagPaused ? m.pipelines_paused() : ""}
      </WrappedText>
    ),
  },
];

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
          <FigureTable<Dataset>
            caption={m.pipelines_current_session({ asOf: asOf ?? m.pipelines_session_none_yet() })}
            minWidth={600}
            rows={data}
            keyOf={({ dataset }) => dataset}
            columns={COLUMNS}
          />
        )}
      </Loaded>
    </Card>
  );
}

function newestOf({ newestSession, sessionsBehind }: Dataset): string {
  const behind = sessionsBehind ? m.pipelines_behind({ sessionsBehind }) : "";
  return `${newestSession ?? "–"}${behind}`;
}
