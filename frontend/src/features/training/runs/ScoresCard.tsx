import { Card, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Mape } from "@/shared/components/figures";
import { Pill } from "@/shared/components/Pill";
import { count, decimal, percent, share, skill } from "@/shared/format/numbers";
import { horizonOf } from "@/shared/format/targets";
import { HORIZONS } from "@/shared/horizons";
import type { Run } from "../runQueries";

const CAPTION = m.training_all_tickers_on_the_test_part();

/** The scores of a finished run at each horizon, beside the naive forecast. */
export function ScoresCard({ run }: { run: Run }) {
  const { scores } = run;
  const rows = HORIZONS.flatMap((horizon) => {
    const score = scores[horizon];
    return score ? [{ horizon, ...score }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <Card component="section" aria-label={m.training_scores()}>
      <Title order={2} size="h4">
        {m.training_scores()}
      </Title>
      <FigureTable
        caption={CAPTION}
        minWidth={900}
        rows={rows}
        keyOf={({ horizon }) => horizon}
        columns={[
          { name: m.training_horizon(), of: ({ horizon }) => horizonOf(run, horizon) },
          { name: "MAPE", of: ({ mapePct }) => <Mape value={mapePct} /> },
          { name: m.training_naive_mape(), of: ({ naiveMapePct }) => percent(naiveMapePct) },
          { name: m.training_skill(), of: (row) => skill(row.skill) },
          {
            name: m.training_verdict(),
            isWords: true,
            of: ({ verdict }) => (
              <Pill tone={verdict === "proven" ? "up" : "quiet"}>
                {verdict === "proven" ? m.training_proven() : m.training_not_proven()}
              </Pill>
            ),
          },
          { name: "p", of: ({ pValue }) => decimal(pValue, 3) },
          { name: m.training_rank_ic(), of: ({ rankIc }) => skill(rankIc) },
          { name: m.training_in_80_interval(), of: (row) => share(row.coverage, row.coverageError) },
          { name: m.training_calm(), of: (row) => share(row.coverageCalm, row.coverageCalmError) },
          {
            name: m.training_volatile(),
            of: (row) => share(row.coverageVolatile, row.coverageVolatileError),
          },
          { name: m.training_forecasts(), of: ({ testRows }) => count(testRows) },
        ]}
      />
      <Text size="sm" c="dimmed" mt={4}>
        {m.training_count_of_tickers({ tickers: rows[0]?.tickers ?? 0, count: count(rows[0]?.tickers) })}
      </Text>
    </Card>
  );
}
