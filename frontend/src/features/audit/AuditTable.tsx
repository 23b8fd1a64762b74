import { Box } from "@mantine/core";
import { useMemo } from "react";
import { m } from "@/paraglide/messages";
import { TextLink } from "@/shared/components/TextLink";
import { timeToSeconds } from "@/shared/format/times";
import type { DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import classes from "./AuditTable.module.css";
import { ChangeList } from "./ChangeList";
import { type AuditEntry, allEntries } from "./queries";
import { RequestId } from "./RequestId";
import type { AuditSearch } from "./search";
import { ACTIONS } from "./words";

type Props = { entries: AuditEntry[]; isPage: boolean; search: AuditSearch };

/** The entries of a page. A user or a subject is a link that filters by it. */
export function AuditTable({ entries, isPage, search }: Props) {
  const columns = useMemo(() => columnsWith(search), [search]);
  return (
    <DataTable
      id="audit"
      label={m.audit_table()}
      caption={m.audit_caption()}
      minWidth={1100}
      columns={columns}
      rows={entries}
      keyOf={({ id }) => String(id)}
      fileName="audit"
      isPage={isPage}
      readAll={() => allEntries(search)}
    />
  );
}

function columnsWith(search: AuditSearch): DataColumns<AuditEntry> {
  return [
    {
      id: "recorded_at",
      name: m.audit_time(),
      of: ({ recordedAt }) => timeToSeconds(recordedAt),
      value: ({ recordedAt }) => recordedAt,
      words: ({ recordedAt }) => timeToSeconds(recordedAt),
    },
    {
      id: "user",
      name: m.audit_user(),
      isWords: true,
      of: ({ username }) => <FilterLink search={search} by="user" value={username} />,
      value: ({ username }) => username,
    },
    {
      id: "action",
      name: m.audit_action(),
      isWords: true,
      of: ({ action }) => <Box miw={150}>{ACTIONS[action]}</Box>,
      value: ({ action }) => action,
      words: ({ action }) => ACTIONS[action],
    },
    {
      id: "subject",
      name: m.audit_subject(),
      isWords: true,
      of: ({ subject }) => (
        <Box miw={180} className={classes.text}>
          <FilterLink search={search} by="subject" value={subject} />
        </Box>
      ),
      value: ({ subject }) => subject,
    },
    {
      id: "change",
      name: m.audit_change(),
      isWords: true,
      of: (entry) => (
        <Box miw={260} className={classes.text}>
          <ChangeList entry={entry} />
        </Box>
      ),
    },
    {
      id: "address",
      name: m.audit_address(),
      isWords: true,
      of: ({ address }) => (
        <Box miw={110} className={classes.text}>
          {address}
        </Box>
      ),
      value: ({ address }) => address,
    },
    {
      id: "request",
      name: m.audit_request(),
      isWords: true,
      of: ({ requestId }) => <RequestId id={requestId} />,
      value: ({ requestId }) => requestId,
    },
  ];
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
