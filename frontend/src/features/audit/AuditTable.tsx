import { Table } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { TextLink } from "@/shared/components/TextLink";
import { timeToSeconds } from "@/shared/format/times";
import classes from "./AuditTable.module.css";
import { ChangeList } from "./ChangeList";
import type { AuditEntry } from "./queries";
import { RequestId } from "./RequestId";
import type { AuditSearch } from "./search";
import { ACTIONS } from "./words";

type Props = { entries: AuditEntry[]; search: AuditSearch };

/** The entries of a page. A user or a subject is a link that filters by it. */
export function AuditTable({ entries, search }: Props) {
  return (
    <Table.ScrollContainer
      minWidth={1100}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={m.audit_table()}
    >
      <Table
        verticalSpacing={6}
        horizontalSpacing={8}
        highlightOnHover
        captionSide="top"
        className={classes.table}
      >
        <Table.Caption>{m.audit_caption()}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{m.audit_time()}</Table.Th>
            <Table.Th scope="col">{m.audit_user()}</Table.Th>
            <Table.Th scope="col">{m.audit_action()}</Table.Th>
            <Table.Th scope="col">{m.audit_subject()}</Table.Th>
            <Table.Th scope="col">{m.audit_change()}</Table.Th>
            <Table.Th scope="col">{m.audit_address()}</Table.Th>
            <Table.Th scope="col">{m.audit_request()}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <Table.Tr key={entry.id}>
              <Table.Td className="figures">{timeToSeconds(entry.recordedAt)}</Table.Td>
              <Table.Td>
                <FilterLink search={search} by="user" value={entry.username} />
              </Table.Td>
              <Table.Td className={classes.action}>{ACTIONS[entry.action]}</Table.Td>
              <Table.Td className={classes.subject}>
                <FilterLink search={search} by="subject" value={entry.subject} />
              </Table.Td>
              <Table.Td className={classes.changes}>
                <ChangeList entry={entry} />
              </Table.Td>
              <Table.Td className={classes.address}>{entry.address}</Table.Td>
              <Table.Td>
                <RequestId id={entry.requestId} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

type FilterLinkProps = { search: AuditSearch; by: "user" | "subject"; value: string | null };

function FilterLink({ search, by, value }: FilterLinkProps) {
  if (value === null) return "–";
  return (
    <TextLink
      to="/audit"
      search={{ ...search, [by]: value, page: undefined }}
      resetScroll={false}
      inherit
      title={by === "user" ? m.audit_only_user() : m.audit_only_subject()}
    >
      {value}
    </TextLink>
  );
}
