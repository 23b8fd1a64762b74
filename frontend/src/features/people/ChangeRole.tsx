import { Button, Group, Modal, NativeSelect, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import { ROLES } from "@/shared/format/words";
import { type UserRow, useChangeUser } from "./queries";
import { roleOf } from "./search";

const OPTIONS = Object.entries(ROLES).map(([value, label]) => ({ value, label }));

/** Gives an account another role. */
export function ChangeRole({ person }: { person: UserRow }) {
  const change = useChangeUser();
  const [opened, { open, close }] = useDisclosure();
  const [role, setRole] = useState(person.role);
  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-haspopup="dialog"
        aria-label={m.people_role_change_of({ name: person.displayName })}
        onClick={() => {
          change.reset();
          setRole(person.role);
          open();
        }}
      >
        {m.people_role()}
      </Button>
      <Modal
        closeButtonProps={{ "aria-label": m.people_close_dialog() }}
        opened={opened}
        onClose={close}
        title={m.people_role_of({ name: person.displayName })}
        centered
      >
        <Stack gap="sm">
          <NativeSelect
            label={m.people_role()}
            data={OPTIONS}
            value={role}
            onChange={(event) => setRole(roleOf(event.currentTarget.value) ?? person.role)}
          />
          <Text size="sm">{m.people_role_text()}</Text>
          {change.error !== null && <ErrorNotice error={change.error} what={m.people_role_failed()} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {m.people_leave()}
            </Button>
            <Button
              disabled={role === person.role}
              loading={change.isPending}
              onClick={() =>
                change.mutate(
                  { params: { path: { userId: person.id } }, body: { role } },
                  { onSuccess: close },
                )
              }
            >
              {m.people_role_change()}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
