import { Card, Group, NativeSelect, SegmentedControl, Skeleton, Table, Text, Title } from "@mantine/core";
import { useState } from "react";
import { Empty, Loaded } from "@/shared/components/LoadState";
import { count } from "@/shared/format/numbers";
import { type Features, type Run, useFeatures } from "../runQueries";
import { ImportanceBars } from "./ImportanceBars";

const HORIZONS = ["7", "15", "30"];
const SHOWN = 12;

const METHODS: Record<Features["importances"][number]["method"], string> = {
  contribution: "size of contributions",
  permutation: "loss when shuffled",
  coefficient: "standardised coefficient",
};

/** What the models of a finished run use, by horizon, model and market regime, and the features selected. */
export function FeaturesCard({ run }: { run: Run }) {
  const [horizon, setHorizon] = useState("7");
  const features = useFeatures(run.runId, Number(horizon) as 7 | 15 | 30);
  return (
    <Card component="section" aria-label="Features">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          Features
        </Title>
        <SegmentedControl
          size="xs"
          aria-label="Horizon of the features"
          value={horizon}
          onChange={setHorizon}
          data={HORIZONS.map((value) => ({ value, label: `${value}D` }))}
        />
      </Group>
      <Loaded query={features} what="The features" skeleton={<Skeleton height={240} />}>
        {(found) => (
          <>
            <Importances found={found} />
            <Selected found={found} />
          </>
        )}
      </Loaded>
    </Card>
  );
}

function Importances({ found: { importances } }: { found: Features }) {
  const models = [...new Set(importances.map(({ model, method }) => `${model}, ${method}`))];
  const [chosen, setChosen] = useState<string>();
  const model = models.find((name) => name === chosen) ?? models[0];
  const ofModel = importances.filter((row) => `${row.model}, ${row.method}` === model);
  const regimes = [...new Set(ofModel.map(({ regime }) => regime))];
  const [wanted, setRegime] = useState("all");
  const regime = regimes.includes(wanted) ? wanted : regimes[0];
  const rows = ofModel
    .filter((row) => row.regime === regime)
    .sort((one, other) => Math.abs(other.importance) - Math.abs(one.importance))
    .slice(0, SHOWN);
  if (rows.length === 0) {
    return (
      <Empty title="No importances at this horizon">
        A run has those of the pooled model; those of the tickers’ own models are measured when the
        configuration asks for them.
      </Empty>
    );
  }
  return (
    <>
      <Group mb="xs">
        <NativeSelect
          label="Model"
          value={model}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={models.map((name) => ({ value: name, label: labelOf(name) }))}
        />
        <NativeSelect
          label="Market regime"
          value={regime}
          onChange={(event) => setRegime(event.currentTarget.value)}
          data={regimes}
        />
      </Group>
      <ImportanceBars rows={rows} />
      <Text size="sm" c="dimmed" mt={4}>
        The {rows.length} largest, ± one standard error{" "}
        {rows[0]?.model === "pooled" ? "over the folds, in ranks" : "over the tickers, in log returns"};{" "}
        {rows[0]?.method === "coefficient"
          ? "of the rows of the last fit, with the smallest corrected p of all tickers."
          : "on sessions that the models were not fitted on."}{" "}
        They say what the model uses, not what moves prices.
      </Text>
    </>
  );
}

function Selected({ found: { selected, pooledFolds, tickerFolds, tickers } }: { found: Features }) {
  if (selected.length === 0) return null;
  return (
    <Table.ScrollContainer minWidth={480} type="native" mt="md">
      <Table captionSide="bottom">
        <Table.Caption ta="left">
          How many fits have selected a feature. Each has seen its own training rows alone.
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Selected feature</Table.Th>
            <Table.Th ta="right">Pooled, folds</Table.Th>
            <Table.Th>Pooled, forecast</Table.Th>
            <Table.Th ta="right">Tickers, folds</Table.Th>
            <Table.Th ta="right">Tickers, forecast</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="figures">
          {selected.map((row) => (
            <Table.Tr key={row.feature}>
              <Table.Th scope="row">{row.feature}</Table.Th>
              <Table.Td ta="right">
                {count(row.pooledFolds)} of {count(pooledFolds)}
              </Table.Td>
              <Table.Td>{row.pooledFinal ? "yes" : "no"}</Table.Td>
              <Table.Td ta="right">
                {count(row.tickerFolds)} of {count(tickerFolds)}
              </Table.Td>
              <Table.Td ta="right">
                {count(row.tickerFinals)} of {count(tickers)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** `pooled: size of contributions` */
function labelOf(name: string): string {
  const [model = "", method = ""] = name.split(", ");
  return `${model.replaceAll("_", " ")}: ${METHODS[method as keyof typeof METHODS] ?? method}`;
}
