import { Table } from "@mantine/core";
import { changeWithError, count, share } from "@/shared/format/numbers";
import { inWords } from "@/shared/format/words";
import type { GroupRecord } from "./queries";

/** The record of groups of recommendations, one row a group. */
export function GroupTable({ title, rows }: { title: string; rows: GroupRecord[] }) {
  return (
    <Table.ScrollContainer minWidth={620} type="native" tabIndex={0} role="region" aria-label={`${title}, scrolls sideways`}>
      <Table verticalSpacing={4} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Group</Table.Th>
            <Table.Th scope="col">Judged</Table.Th>
            <Table.Th scope="col">Sessions</Table.Th>
            <Table.Th scope="col">Came true</Table.Th>
            <Table.Th scope="col">Return</Table.Th>
            <Table.Th scope="col">Against the VN30</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.group}>
              <Table.Th scope="row">{inWords(row.group)}</Table.Th>
              <Table.Td className="figures">{count(row.judged)}</Table.Td>
              <Table.Td className="figures">{count(row.sessions)}</Table.Td>
              <Table.Td className="figures">{share(row.hitRate, row.hitRateError)}</Table.Td>
              <Table.Td className="figures">{changeWithError(row.returnPct, null)}</Table.Td>
              <Table.Td className="figures">{changeWithError(row.excessPct, row.excessPctError)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
