import { Card, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { time } from "@/shared/format/times";
import { useConfigSchema } from "../configQueries";
import { DiffTable } from "../DiffTable";
import { type Run, type RunRow, useComparison, useSuccessfulRuns } from "../runQueries";
import { ComparedScores } from "./ComparedScores";

const route = getRouteApi("/shell/training");

/** An ended run beside the run before it or a chosen one: scores on the same forecasts, and configurations. */
export function ComparisonCard({ run }: { run: Run }) {
  const { other } = route.useSearch();
  const navigate = route.useNavigate();
  const comparison = useComparison(run.runId, other);
  const schema = useConfigSchema();
  const choices = useSuccessfulRuns().data?.data.filter(({ runId }) => runId !== run.runId) ?? [];
  const isListed = other === undefined || choices.some(({ runId }) => runId === other);
  return (
    <Card component="section" aria-label={m.training_comparison()}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {m.training_comparison()}
        </Title>
        <NativeSelect
          label={m.training_compare_with()}
          value={other ?? ""}
          data={[
            { value: "", label: m.training_the_run_before() },
            ...choices.map((row) => ({ value: row.runId, label: nameOf(row) })),
            ...(isListed ? [] : [{ value: other, label: m.training_the_chosen_run() }]),
          ]}
          onChange={({ currentTarget: { value } }) =>
            void navigate({
              search: (old) => ({ ...old, run: run.runId, other: value || undefined }),
              resetScroll: false,
            })
          }
        />
        <Loaded query={comparison} what={m.training_the_comparison()} skeleton={<SkeletonLines lines={4} />}>
          {(compared) => (
            <>
              {compared.other && (
                <Text size="sm" c="dimmed">
                  {nameOf(compared.other)}: {compared.other.configSummary}
                </Text>
              )}
              {compared.problem !== null ? (
                <Empty title={m.training_the_scores_are_not_compared()}>{compared.problem}</Empty>
              ) : (
                <ComparedScores run={run} compared={compared} />
              )}
              {compared.caveats.map((caveat) => (
                <Text key={caveat} size="sm">
                  {caveat}
                </Text>
              ))}
              {compared.otherConfig && schema.data && (
                <DiffTable
                  schema={schema.data.schema}
                  caption={m.training_what_the_runs_were_asked_for()}
                  before={{ name: m.training_the_other_run(), config: compared.otherConfig }}
                  after={{ name: m.training_this_run(), config: compared.config }}
                />
              )}
            </>
          )}
        </Loaded>
      </Stack>
    </Card>
  );
}

type Named = Pick<RunRow, "createdAt" | "configVersion" | "owner" | "notes">;

function nameOf({ createdAt, configVersion, owner, notes }: Named): string {
  return [time(createdAt), `v${configVersion}`, owner, ...(notes ? [`“${notes}”`] : [])].join(", ");
}
