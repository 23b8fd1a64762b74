import { Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { VerdictPill } from "@/shared/components/VerdictPill";
import { count, decimal, percent, skill } from "@/shared/format/numbers";
import { horizonOf } from "@/shared/format/targets";
import { HORIZONS } from "@/shared/horizons";
import type { VersionDetail } from "./queries";

/** The scores of a version by horizon: on its test part, and of forecasts that were made in time. */
export function ScoresTable({ version }: { version: VersionDetail }) {
  const rows = HORIZONS.flatMap((horizon) => {
    const scores = version.scores[horizon];
    return scores ? [{ horizon, scores, live: version.live[horizon] }] : [];
  });
  return (
    <FigureTable<(typeof rows)[number]>
      caption={m.models_errors_are_means_in_percent_of()}
      minWidth={720}
      rows={rows}
      keyOf={({ horizon }) => horizon}
      columns={[
        { name: m.models_horizon(), of: ({ horizon }) => horizonOf(version, horizon) },
        {
          name: m.models_error_naive(),
          of: ({ scores }) => `${percent(scores.mapePct, 2)} / ${percent(scores.naiveMapePct, 2)}`,
        },
        {
          name: m.models_skill(),
          of: ({ scores }) => (
            <>
              {skill(scores.skill)} <VerdictPill verdict={scores.verdict} />
            </>
          ),
        },
        {
          name: m.models_rank_ic(),
          of: ({ scores: { rankIc, rankIcError } }) =>
            rankIcError == null ? skill(rankIc) : `${skill(rankIc)} ± ${decimal(rankIcError, 3)}`,
        },
        {
          name: m.models_coverage(),
          of: ({ scores }) => percent(scores.coverage == null ? null : 100 * scores.coverage),
        },
        {
          name: m.models_test_forecasts(),
          of: ({ scores: { testRows, tickers } }) =>
            m.models_of_tickers({ testRows: count(testRows), tickers }),
        },
        {
          name: m.models_live_skill(),
          of: ({ live }) =>
            live ? (
              m.models_on_forecasts({ skill: skill(live.skill), forecasts: count(live.forecasts) })
            ) : (
              <Text span inherit c="dimmed">
                {m.models_none_yet()}
              </Text>
            ),
        },
      ]}
    />
  );
}
