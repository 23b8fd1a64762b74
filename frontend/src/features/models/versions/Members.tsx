import { Table } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { memberName } from "@/shared/format/codes";
import { decimal, skill } from "@/shared/format/numbers";
import { horizonOf } from "@/shared/format/targets";
import { HORIZONS } from "@/shared/horizons";
import type { VersionDetail } from "./queries";

/** The members of the ensembles: weight and skill at each horizon, averaged over the tickers. */
export function Members({ version }: { version: VersionDetail }) {
  const names = [...new Set(version.members.map(({ member }) => member))];
  return (
    <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table>
        <Table.Caption>{m.models_weight_and_skill_averaged_over_the()}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{m.models_member()}</Table.Th>
            {HORIZONS.map((horizon) => (
              <Table.Th key={horizon} scope="col">
                {horizonOf(version, horizon)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {names.map((name) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{memberName(name)}</Table.Th>
              {HORIZONS.map((horizon) => {
                const row = version.members.find((one) => one.member === name && one.horizon === horizon);
                return (
                  <Table.Td key={horizon} className="figures">
                    {row &&
                      m.models_member_figures({
                        weight: decimal(row.weight, 2),
                        skill: skill(row.skill),
                        proven: row.proven,
                        tickers: row.tickers,
                      })}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
