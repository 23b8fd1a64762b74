import { Card, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { count, signedWithError } from "@/shared/format/numbers";
import type { Run } from "../runQueries";

const HORIZONS = ["7d", "15d", "30d"] as const;

/** The order of LambdaRank beside that of the pooled model, of a run that compares them. */
export function RankerCard({ run: { lambdaRank } }: { run: Run }) {
  const rows = HORIZONS.flatMap((horizon) => {
    const scores = lambdaRank[horizon];
    return scores ? [{ horizon, ...scores }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <Card component="section" aria-label={m.training_lambdarank()}>
      <Title order={2} size="h4">
        {m.training_lambdarank()}
      </Title>
      <FigureTable<(typeof rows)[number]>
        caption={m.training_research_mean_rank_correlation_of_forecast()}
        minWidth={560}
        rows={rows}
        keyOf={({ horizon }) => horizon}
        columns={[
          { name: m.training_horizon(), of: ({ horizon }) => horizon.toUpperCase() },
          { name: m.training_lambdarank(), of: (row) => withError(row.rankIc, row.rankIcError) },
          {
            name: m.training_pooled_model(),
            of: (row) => withError(row.pooledRankIc, row.pooledRankIcError),
          },
          { name: m.training_difference(), of: (row) => withError(row.gain, row.gainError) },
          { name: m.training_sessions(), of: ({ sessions }) => count(sessions) },
        ]}
      />
    </Card>
  );
}

function withError(value: number, error: number): string {
  return signedWithError(value, error, 3);
}
