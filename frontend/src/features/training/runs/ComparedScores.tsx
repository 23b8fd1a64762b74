import { Text } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Pill, type Tone } from "@/shared/components/Pill";
import { count, decimal, percent, signedWithError, skill } from "@/shared/format/numbers";
import { horizonOf } from "@/shared/format/targets";
import { HORIZONS } from "@/shared/horizons";
import type { Run } from "../runQueries";

type Scores = Schemas["ComparedScores"];

const VERDICTS: Record<Scores["verdict"], { tone: Tone; words: () => string }> = {
  "less error": { tone: "up", words: m.training_less_error },
  "more error": { tone: "down", words: m.training_more_error },
  "not proven": { tone: "quiet", words: m.training_difference_not_proven },
};

/** The scores of two runs on the same forecasts, with the errors of their differences. */
export function ComparedScores({ run, compared }: { run: Run; compared: Schemas["ComparedRuns"] }) {
  const rows = HORIZONS.flatMap((horizon) => {
    const scores = compared.scores[horizon];
    return scores ? [{ horizon, ...scores }] : [];
  });
  return (
    <div>
      <FigureTable
        caption={m.training_on_the_forecasts_of_both()}
        minWidth={1000}
        rows={rows}
        keyOf={({ horizon }) => horizon}
        columns={[
          { name: m.training_horizon(), of: ({ horizon }) => horizonOf(run, horizon) },
          { name: m.training_error_of_this_run(), of: ({ errorPct }) => percent(errorPct, 2) },
          { name: m.training_error_of_the_other_run(), of: ({ otherErrorPct }) => percent(otherErrorPct, 2) },
          { name: m.training_naive_error(), of: ({ naiveErrorPct }) => percent(naiveErrorPct, 2) },
          {
            name: m.training_difference_in_points(),
            of: ({ errorDifference: found }) => signedWithError(found?.value, found?.error, 3),
          },
          { name: m.training_interval_of_95(), of: ({ errorDifference }) => intervalOf(errorDifference) },
          {
            name: m.training_corrected_p(),
            of: ({ errorDifference }) => decimal(errorDifference?.correctedPValue, 3),
          },
          {
            name: m.training_verdict(),
            isWords: true,
            of: ({ verdict }) => <Pill tone={VERDICTS[verdict].tone}>{VERDICTS[verdict].words()}</Pill>,
          },
          {
            name: m.training_difference_of_rank_ics(),
            of: ({ rankIcDifference: found }) => signedWithError(found?.value, found?.error, 3),
          },
          { name: m.training_sessions(), of: ({ sessions }) => count(sessions) },
          { name: m.training_forecasts(), of: ({ forecasts }) => count(forecasts) },
        ]}
      />
      <Text size="sm" c="dimmed" mt={4}>
        {m.training_what_the_comparison_proves({ trials: count(compared.trials) })}
      </Text>
    </div>
  );
}

function intervalOf(difference: Schemas["ScoreDifference"] | null): string {
  return difference
    ? m.training_interval_from_to({ low: skill(difference.low), high: skill(difference.high) })
    : "–";
}
