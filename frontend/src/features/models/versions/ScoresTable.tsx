import { Table, Text } from "@mantine/core";
import { VerdictPill } from "@/shared/components/VerdictPill";
import { count, percent, skill } from "@/shared/format/numbers";
import { horizonOf } from "@/shared/format/targets";
import { HORIZONS } from "@/shared/horizons";
import type { VersionDetail } from "./queries";

/** The scores of a version by horizon: on its test part, and of forecasts that were made in time. */
export function ScoresTable({ version }: { version: VersionDetail }) {
  return (
    <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table>
        <Table.Caption>
          Errors are means in percent of the price, beside those of the naive forecast of an unchanged price.
          Skill is 1 − error / error of the naive forecast. The rank IC stands with its standard error without
          skill; the interval is meant to cover 80 %. Live: forecasts that were made before their outcome was
          known.
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Horizon</Table.Th>
            <Table.Th scope="col">Error / naive</Table.Th>
            <Table.Th scope="col">Skill</Table.Th>
            <Table.Th scope="col">Rank IC</Table.Th>
            <Table.Th scope="col">Coverage</Table.Th>
            <Table.Th scope="col">Test forecasts</Table.Th>
            <Table.Th scope="col">Live skill</Table.Th>
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
                  {scores.rankIcError != null && ` ± ${scores.rankIcError.toFixed(3)}`}
                </Table.Td>
                <Table.Td className="figures">
                  {scores.coverage == null ? "—" : percent(100 * scores.coverage)}
                </Table.Td>
                <Table.Td className="figures">
                  {count(scores.testRows)} of {scores.tickers} tickers
                </Table.Td>
                <Table.Td className="figures">
                  {live ? (
                    `${skill(live.skill)} on ${count(live.forecasts)} forecasts`
                  ) : (
                    <Text span inherit c="dimmed">
                      none yet
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
