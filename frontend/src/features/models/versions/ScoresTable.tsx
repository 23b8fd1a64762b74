import { Table, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { VerdictPill } from "@/shared/components/VerdictPill";
import { count, decimal, percent, skill } from "@/shared/format/numbers";
import { horizonOf } from "@/shared/format/targets";
import { HORIZONS } from "@/shared/horizons";
import type { VersionDetail } from "./queries";

/** The scores of a version by horizon: on its test part, and of forecasts that were made in time. */
export function ScoresTable({ version }: { version: VersionDetail }) {
  return (
    <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table>
        <Table.Caption>{m.models_errors_are_means_in_percent_of()}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{m.models_horizon()}</Table.Th>
            <Table.Th scope="col">{m.models_error_naive()}</Table.Th>
            <Table.Th scope="col">{m.models_skill()}</Table.Th>
            <Table.Th scope="col">{m.models_rank_ic()}</Table.Th>
            <Table.Th scope="col">{m.models_coverage()}</Table.Th>
            <Table.Th scope="col">{m.models_test_forecasts()}</Table.Th>
            <Table.Th scope="col">{m.models_live_skill()}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {HORIZONS.map((horizon) => {
            const scores = version.scores[horizon];
            const live = version.live[horizon];
            if (!scores) return null;
            return (
              <Table.Tr key={horizon}>
                <Table.Th scope="row">{horizonOf(version, horizon)}</Table.Th>
                <Table.Td className="figures">
                  {percent(scores.mapePct, 2)} / {percent(scores.naiveMapePct, 2)}
                </Table.Td>
                <Table.Td className="figures">
                  {skill(scores.skill)} <VerdictPill verdict={scores.verdict} />
                </Table.Td>
                <Table.Td className="figures">
                  {skill(scores.rankIc)}
                  {scores.rankIcError != null && ` ± ${decimal(scores.rankIcError, 3)}`}
                </Table.Td>
                <Table.Td className="figures">
                  {scores.coverage == null ? "—" : percent(100 * scores.coverage)}
                </Table.Td>
                <Table.Td className="figures">
                  {m.models_of_tickers({ testRows: count(scores.testRows), tickers: scores.tickers })}
                </Table.Td>
                <Table.Td className="figures">
                  {live ? (
                    m.models_on_forecasts({ skill: skill(live.skill), forecasts: count(live.forecasts) })
                  ) : (
                    <Text span inherit c="dimmed">
                      {m.models_none_yet()}
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
