import { Card, Code, Group, List, Progress, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { m } from "@/paraglide/messages";
import { FactList } from "@/shared/components/FactList";
import { Notice } from "@/shared/components/Notice";
import { StatePill } from "@/shared/components/Pill";
import { count, percent } from "@/shared/format/numbers";
import { targetOf } from "@/shared/format/targets";
import { ago, duration, time } from "@/shared/format/times";
import { isActive, type Run } from "../runQueries";
import { CancelRun } from "./CancelRun";
import { RunLink } from "./RunLink";
import { TrainChild } from "./TrainChild";

/** The state, progress and request of a run. */
export function ProgressCard({ run }: { run: Run }) {
  const { state, progressPct, eta, startedAt, finishedAt } = run;
  return (
    <Card component="section" aria-label={m.training_run()}>
      <Group justify="space-between" align="flex-start" mb="sm">
        <div>
          <Group gap={8}>
            <Title order={2} size="h4">
              {isActive(run) ? m.training_active_run() : m.training_run()}
            </Title>
            <span role="status">
              <StatePill state={state} />
            </span>
          </Group>
          <Text size="sm" c="dimmed">
            requested by {run.owner} {ago(run.createdAt)}, {time(run.createdAt)}
          </Text>
        </div>
        {isActive(run) && <CancelRun runId={run.runId} />}
        {run.state === "success" && run.hasSelected && <TrainChild parent={run} />}
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
            {eta === null
              ? m.training_no_estimate_before_the_first_ticker()
              : `Ends ${ago(eta)}, about ${time(eta)}`}
          </Text>
        )}
      </Group>
      {run.suspicions.length > 0 && (
        <Notice
          mb="md"
          title={m.training_these_scores_are_implausibly_good()}
          icon={<IconAlertTriangle size={18} aria-hidden />}
        >
          <List size="sm">
            {run.suspicions.map((suspicion) => (
              <List.Item key={suspicion}>{suspicion}</List.Item>
            ))}
          </List>
        </Notice>
      )}
      <FactList
        facts={[
          ["Configuration", run.configSummary],
          [
            "Tickers",
            run.tickers?.join(", ") ?? (run.scope === "all_vn30" ? "All VN30" : "By the configuration"),
          ],
          ["Target", run.isResearch ? `${targetOf(run)}; research, not shown on Home` : targetOf(run)],
          ["Seed", run.globalSeed],
          ["Group", run.groupId && `${run.groupId.slice(0, 8)}: runs of several prices, one after the other`],
          ["Parent run", run.parentRunId && <RunLink runId={run.parentRunId} />],
          ["Notes", run.notes],
          ["Forecasts from", run.asOf && `session ${run.asOf}`],
          ["Prices as known at", run.pricesKnownAt && time(run.pricesKnownAt)],
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
    return "Queued in Airflow: one run at a time, and none while the pipeline is paused";
  }
  if (tickersTotal === 0) return "Ended before training began";
  return `${percent(progressPct, 0)}, ${count(tickersDone)} of ${count(tickersTotal)} tickers published`;
}

function tookOf(startedAt: string | null, finishedAt: string): string {
  if (startedAt === null) return "";
  return `, after ${duration((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000)}`;
}
