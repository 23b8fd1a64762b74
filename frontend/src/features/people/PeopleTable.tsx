import { Group, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Pill, type Tone } from "@/shared/components/Pill";
import { WrappedText } from "@/shared/components/WrappedText";
import { ago, time } from "@/shared/format/times";
import { ROLES } from "@/shared/format/words";
import type { DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import { sortingOf } from "@/shared/table/serverOrder";
import { ChangeRole } from "./ChangeRole";
import { ChangeState } from "./ChangeState";
import { allPeople, type UserRow } from "./queries";
import { type PeopleSearch, SORTS, STATES } from "./search";

const TONES: Record<UserRow["state"], Tone> = { active: "up", closed: "middling", deleted: "quiet" };

type Props = {
  people: UserRow[];
  isPage: boolean;
  search: PeopleSearch;
  onOrder: (order: Pick<PeopleSearch, "sortBy" | "sortDir">) => void;
};

/** The accounts of a page, with the actions of an admin. */
export function PeopleTable({ people, isPage, search, onOrder }: Props) {
  return (
    <DataTable
      id="people"
      label={m.people_table()}
      caption={m.people_caption()}
      minWidth={860}
      columns={COLUMNS}
      rows={people}
      keyOf={({ id }) => String(id)}
      fileName="people"
      isPage={isPage}
      sorting={sortingOf(SORTS, search, onOrder)}
      readAll={() => allPeople(search)}
    />
  );
}

const COLUMNS: DataColumns<UserRow> = [
  {
    id: "name",
    name: m.people_name(),
    of: ({ displayName, username }) => (
      <WrappedText>
        {displayName}
        <Text span display="block" size="xs" c="dimmed">
          {username}
        </Text>
      </WrappedText>
    ),
    value: ({ displayName }) => displayName,
    words: ({ displayName, username }) => `${displayName} ${username}`,
  },
  {
    id: "mail",
    name: m.people_mail(),
    isWords: true,
    of: ({ email }) => <WrappedText>{email ?? "–"}</WrappedText>,
    value: ({ email }) => email,
  },
  {
    id: "role",
    name: m.people_role(),
    isWords: true,
    of: ({ role }) => ROLES[role],
    value: ({ role }) => role,
    words: ({ role }) => ROLES[role],
  },
  {
    id: "state",
    name: m.people_state(),
    isWords: true,
    of: ({ state }) => <Pill tone={TONES[state]}>{STATES[state]}</Pill>,
    value: ({ state }) => state,
    words: ({ state }) => STATES[state],
  },
  {
    id: "last_sign_in_at",
    name: m.people_last(),
    isWords: true,
    of: ({ lastSignInAt }) =>
      lastSignInAt ? <span title={time(lastSignInAt)}>{ago(lastSignInAt)}</span> : m.people_never(),
    value: ({ lastSignInAt }) => lastSignInAt,
  },
  {
    id: "actions",
    name: m.people_actions(),
    isWords: true,
    of: (person) => <Actions person={person} />,
  },
];

function Actions({ person }: { person: UserRow }) {
  if (person.isTestAccount) return m.people_test_account();
  if (person.state === "deleted") return "–";
  return (
    <Group gap={6} wrap="nowrap">
      <ChangeRole person={person} />
      <ChangeState person={person} />
    </Group>
  );
}
