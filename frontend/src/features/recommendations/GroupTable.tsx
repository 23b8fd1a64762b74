import { Table } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { LabelPill } from "@/shared/components/LabelPill";
import { changeWithError, count, percent, share } from "@/shared/format/numbers";
import { groupName } from "./names";
import type { GroupRecord } from "./queries";

/** The record of groups of recommendations, one row a group and label. */
export function GroupTable({ title, rows }: { title: string; rows: GroupRecord[] }) {
  return (
    <Table.ScrollContainer
      minWidth={720}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={m.recommendations_scrolls_sideways({ title })}
    >
      <Table verticalSpacing={4} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{m.recommendations_group()}</Table.Th>
            <Table.Th scope="col">{m.recommendations_label()}</Table.Th>
            <Table.Th scope="col">{m.recommendations_judged()}</Table.Th>
            <Table.Th scope="col">{m.recommendations_sessions()}</Table.Th>
            <Table.Th scope="col">{m.recommendations_mean_confidence()}</Table.Th>
            <Table.Th scope="col">{m.recommendations_came_true()}</Table.Th>
            <Table.Th scope="col">{m.recommendations_gain_against_the_vn30()}</Table.Th>
            <Table.Th scope="col">{m.recommendations_stop_target_met()}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={`${row.group} ${row.label}`}>
              <Table.Th scope="row">{groupName(row.group)}</Table.Th>
              <Table.Td>{row.label === "all" ? "–" : <LabelPill label={row.label} />}</Table.Td>
              <Table.Td className="figures">{count(row.recommendations)}</Table.Td>
              <Table.Td className="figures">{count(row.sessions)}</Table.Td>
              <Table.Td className="figures">
                {percent(row.meanConfidence === null ? null : 100 * row.meanConfidence)}
              </Table.Td>
              <Table.Td className="figures">{share(row.hitRate, row.hitRateError)}</Table.Td>
              <Table.Td className="figures">{changeWithError(row.gainPct, row.gainErrorPct)}</Table.Td>
              <Table.Td className="figures">
                {row.label === "BUY" ? `${count(row.stops)} / ${count(row.targets)}` : "–"}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
