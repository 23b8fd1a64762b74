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
            {m.training_requested_by({
              owner: run.owner,
              createdAt: ago(run.createdAt),
              createdAt2: time(run.createdAt),
            })}
          </Text>
        </div>
        {isActive(run) && <CancelRun runId={run.runId} />}
        {run.state === "success" && run.hasSelected && <TrainChild parent={run} />}
      </Group>
      <Progress
        value={progressPct}
        size="lg"
        animated={state === "running"}
        aria-label={m.training_progress({ progressPct: percent(progressPct, 0) })}
      />
      <Group justify="space-between" mt={4} mb="md">
        <Text size="sm" className="figures">
          {howFar(run)}
        </Text>
        {state === "running" && (
          <Text size="sm" className="figures">
            {eta === null
              ? m.training_no_estimate_before_the_first_ticker()
              : m.training_ends_about({ eta: ago(eta), eta2: time(eta) })}
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
          [m.training_configuration(), run.configSummary],
          [
            m.training_tickers(),
            run.tickers?.join(", ") ??
              (run.scope === "all_vn30" ? m.training_all_vn30() : m.training_by_the_configuration()),
          ],
          [
            m.training_target(),
            run.isResearch ? m.training_research_not_shown_on_market({ run: targetOf(run) }) : targetOf(run),
          ],
          [m.training_seed(), run.globalSeed],
          [
            m.training_group(),
            run.groupId && m.training_runs_of_several_prices_one_after({ groupId: run.groupId.slice(0, 8) }),
          ],
          [m.training_parent_run(), run.parentRunId && <RunLink runId={run.parentRunId} />],
          [m.training_notes(), run.notes],
          [m.training_forecasts_from(), run.asOf && m.training_session({ asOf: run.asOf })],
          [m.training_prices_as_known_at(), run.pricesKnownAt && time(run.pricesKnownAt)],
          [m.training_started(), startedAt && time(startedAt)],
          [m.training_ended(), finishedAt && `${time(finishedAt)}${tookOf(startedAt, finishedAt)}`],
          [m.training_airflow_run(), run.airflowRunId && <Code>{run.airflowRunId}</Code>],
        ]}
      />
    </Card>
  );
}

function howFar({ state, progressPct, tickersDone, tickersTotal }: Run): string {
  if (state === "pending") {
    return m.training_queued_in_airflow_one_run_at();
  }
  if (tickersTotal === 0) return m.training_ended_before_training_began();
  return m.training_of_tickers_published({
    progressPct: percent(progressPct, 0),
    tickersDone: count(tickersDone),
    tickersTotal: count(tickersTotal),
  });
}

function tookOf(startedAt: string | null, finishedAt: string): string {
  if (startedAt === null) return "";
  return m.training_after({ finishedAt: duration((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000) });
}
