import { Group, Table, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Pill, type Tone } from "@/shared/components/Pill";
import { ago, time } from "@/shared/format/times";
import { ROLES } from "@/shared/format/words";
import { ChangeRole } from "./ChangeRole";
import { ChangeState } from "./ChangeState";
import classes from "./PeopleTable.module.css";
import type { UserRow } from "./queries";
import { STATES } from "./search";

const TONES: Record<UserRow["state"], Tone> = { active: "up", closed: "middling", deleted: "quiet" };

/** The accounts of a page, with the actions of an admin. */
export function PeopleTable({ people }: { people: UserRow[] }) {
  return (
    <Table.ScrollContainer
      minWidth={860}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={m.people_table()}
    >
      <Table
        verticalSpacing={6}
        horizontalSpacing={8}
        highlightOnHover
        captionSide="top"
        className={classes.table}
      >
        <Table.Caption>{m.people_caption()}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{m.people_name()}</Table.Th>
            <Table.Th scope="col">{m.people_mail()}</Table.Th>
            <Table.Th scope="col">{m.people_role()}</Table.Th>
            <Table.Th scope="col">{m.people_state()}</Table.Th>
            <Table.Th scope="col">{m.people_last()}</Table.Th>
            <Table.Th scope="col">{m.people_actions()}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.map((person) => (
            <Table.Tr key={person.id}>
              <Table.Td className={classes.name}>
                {person.displayName}
                <Text size="xs" c="dimmed">
                  {person.username}
                </Text>
              </Table.Td>
              <Table.Td className={classes.name}>{person.email ?? "–"}</Table.Td>
              <Table.Td>{ROLES[person.role]}</Table.Td>
              <Table.Td>
                <Pill tone={TONES[person.state]}>{STATES[person.state]}</Pill>
              </Table.Td>
              <Table.Td title={person.lastSignInAt ? time(person.lastSignInAt) : undefined}>
                {person.lastSignInAt ? ago(person.lastSignInAt) : m.people_never()}
              </Table.Td>
              <Table.Td>
                <Actions person={person} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

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
