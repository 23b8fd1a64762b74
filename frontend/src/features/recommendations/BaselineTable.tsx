import { Table } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { changeWithError, count, share } from "@/shared/format/numbers";
import type { TrackRecord } from "./queries";

const NAMES: Record<Schemas["Baseline"]["name"], string> = {
  all_hold: "All HOLD: nothing is bought",
  last_winners: "Last month's winners are bought",
};

/** The purchases that were recommended, beside what doing without them would have brought. */
export function BaselineTable({ record }: { record: TrackRecord }) {
  const bought = record.groups.label?.find(({ group }) => group === "BUY");
  const rows = [
    ...(bought ? [{ ...bought, title: "BUY recommendations" }] : []),
    ...record.baselines.map((baseline) => ({ ...baseline, title: NAMES[baseline.name] })),
  ];
  return (
    <Table.ScrollContainer minWidth={520} type="native" tabIndex={0} role="region" aria-label="Baselines, scrolls sideways">
      <Table verticalSpacing={4} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">What is done</Table.Th>
            <Table.Th scope="col">Judged</Table.Th>
            <Table.Th scope="col">Came true</Table.Th>
            <Table.Th scope="col">Against the VN30</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.title}>
              <Table.Th scope="row">{row.title}</Table.Th>
              <Table.Td className="figures">{count(row.judged)}</Table.Td>
              <Table.Td className="figures">{share(row.hitRate, row.hitRateError)}</Table.Td>
              <Table.Td className="figures">{changeWithError(row.excessPct, row.excessPctError)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
