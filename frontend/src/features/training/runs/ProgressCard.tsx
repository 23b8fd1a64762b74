import { Alert, Card, Code, Group, List, Progress, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { ago, count, duration, percent, time } from "@/shared/format";
import { StatePill } from "@/shared/Pill";
import { Facts } from "../Facts";
import { isActive, type Run } from "../runQueries";
import { CancelRun } from "./CancelRun";

/** State, progress and what the run was asked for with. */
export function ProgressCard({ run }: { run: Run }) {
  const { state, progressPct, eta, startedAt, finishedAt } = run;
  return (
    <Card component="section" aria-label="Run">
      <Group justify="space-between" align="flex-start" mb="sm">
        <div>
          <Group gap={8}>
            <Title order={2} size="h4">
              {isActive(run) ? "Active run" : "Run"}
            </Title>
            <span role="status">
              <StatePill state={state} />
            </span>
          </Group>
          <Text size="sm" c="dimmed">
            asked for by {run.owner} {ago(run.createdAt)}, {time(run.createdAt)}
          </Text>
        </div>
        {isActive(run) && <CancelRun runId={run.runId} />}
      </Group>
      <Progress
        value={progressPct}
        size="lg"
        animated={state === "running"}
        aria-label={`Progress: ${percent(progressPct, 0)}`}
      />
      <Group justify="space-between" mt={4} mb="md">
        <Text size="sm" className="figures">
          {howFar(run)}
        </Text>
        {state === "running" && (
          <Text size="sm" className="figures">
            {eta === null ? "No estimate before the first ticker" : `Ends ${ago(eta)}, about ${time(eta)}`}
          </Text>
        )}
      </Group>
      {run.suspicions.length > 0 && (
        <Alert
          color="yellow"
          mb="md"
          title="These scores are too good to be true"
          icon={<IconAlertTriangle size={18} aria-hidden />}
          styles={{ title: { color: "var(--middling)" } }}
        >
          <List size="sm">
            {run.suspicions.map((suspicion) => (
              <List.Item key={suspicion}>{suspicion}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Facts
        facts={[
          ["Configuration", run.configSummary],
          [
            "Tickers",
            run.tickers?.join(", ") ?? (run.scope === "all_vn30" ? "All VN30" : "By the configuration"),
          ],
          ["Seed", run.globalSeed],
          ["Notes", run.notes],
          ["Forecasts from", run.asOf && `session ${run.asOf}`],
          ["Started", startedAt && time(startedAt)],
          ["Ended", finishedAt && `${time(finishedAt)}${tookOf(startedAt, finishedAt)}`],
          ["Airflow run", run.airflowRunId && <Code>{run.airflowRunId}</Code>],
        ]}
      />
    </Card>
  );
}

function howFar({ state, progressPct, tickersDone, tickersTotal }: Run): string {
  if (state === "pending") {
    return "Waits for Airflow: one run at a time, and none while the pipeline is paused";
  }
  if (tickersTotal === 0) return "Ended before training began";
  return `${percent(progressPct, 0)}, ${count(tickersDone)} of ${count(tickersTotal)} tickers published`;
}

function tookOf(startedAt: string | null, finishedAt: string): string {
  if (startedAt === null) return "";
  return `, after ${duration((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000)}`;
}
