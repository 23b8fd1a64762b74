import { Card, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Mape } from "@/shared/components/figures";
import { Pill } from "@/shared/components/Pill";
import { count, percent, share, skill } from "@/shared/format/numbers";
import { horizonOf } from "@/shared/format/targets";
import { HORIZONS } from "@/shared/horizons";
import type { Run } from "../runQueries";

const CAPTION =
  "All tickers, on the test part; D are trading sessions. Naive: the forecast of an unchanged price. " +
  "Skill: 1 − MAE / naive MAE; 0 or less means no better than naive. Calm and volatile: share in the interval " +
  "where the stock's volatility of a month was in the lowest or highest third of its last 500 sessions. ± is " +
  "one standard error.";

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
          { name: "Horizon", of: ({ horizon }) => horizonOf(run, horizon) },
          { name: "MAPE", of: ({ mapePct }) => <Mape value={mapePct} /> },
          { name: "Naive MAPE", of: ({ naiveMapePct }) => percent(naiveMapePct) },
          { name: "Skill", of: (row) => skill(row.skill) },
          {
            name: "Verdict",
            isWords: true,
            of: ({ verdict }) => <Pill tone={verdict === "proven" ? "up" : "quiet"}>{verdict}</Pill>,
          },
          { name: "p", of: ({ pValue }) => pValue.toFixed(3) },
          { name: "Rank IC", of: ({ rankIc }) => skill(rankIc) },
          { name: "In 80 % interval", of: (row) => share(row.coverage, row.coverageError) },
          { name: "Calm", of: (row) => share(row.coverageCalm, row.coverageCalmError) },
          { name: "Volatile", of: (row) => share(row.coverageVolatile, row.coverageVolatileError) },
          { name: "Forecasts", of: ({ testRows }) => count(testRows) },
        ]}
      />
      <Text size="sm" c="dimmed" mt={4}>
        {count(rows[0]?.tickers)} tickers
      </Text>
    </Card>
  );
}
