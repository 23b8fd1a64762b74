import { Button, Group, Modal, NativeSelect, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
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
        aria-label={`Change the role of ${person.displayName}`}
        onClick={() => {
          change.reset();
          setRole(person.role);
          open();
        }}
      >
        Role
      </Button>
      <Modal
        closeButtonProps={{ "aria-label": "Close" }}
        opened={opened}
        onClose={close}
        title={`The role of ${person.displayName}`}
        centered
      >
        <Stack gap="sm">
          <NativeSelect
            label="Role"
            data={OPTIONS}
            value={role}
            onChange={(event) => setRole(roleOf(event.currentTarget.value) ?? person.role)}
          />
          <Text size="sm">
            The role counts from the next request on. An admin may do all that others may.
          </Text>
          {change.error !== null && <ErrorNotice error={change.error} what="The role was not changed" />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Leave it
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
              Change the role
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
