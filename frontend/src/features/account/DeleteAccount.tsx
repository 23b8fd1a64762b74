import { Button, Card, Group, Modal, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { ErrorNotice } from "@/shared/components/LoadState";
import { useDeleteAccount } from "./choiceQueries";

/** Deletes the account, once its name is typed and its password is right. */
export function DeleteAccount({ username }: { username: string }) {
  const deletion = useDeleteAccount();
  const [opened, { open, close }] = useDisclosure();
  const [typed, setTyped] = useState("");
  const [password, setPassword] = useState("");

  function submit(event: FormEvent) {
    event.preventDefault();
    deletion.mutate({ body: { username: typed, password } });
  }

  return (
    <Card component="section" aria-labelledby="deletion">
      <Title order={2} size="h4" id="deletion" mb="sm">
        Delete my account
      </Title>
      <Text size="sm" mb="sm">
        Your mail address, name, settings, My List and portfolios are removed, and you are signed out
        everywhere. It cannot be undone.
      </Text>
      <Button
        variant="default"
        size="xs"
        onClick={() => {
          deletion.reset();
          open();
        }}
      >
        Delete my account
      </Button>
      <Modal
        closeButtonProps={{ "aria-label": "Close" }}
        opened={opened}
        onClose={close}
        title="Delete this account?"
        centered
      >
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              label={`Type ${username}`}
              required
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <PasswordInput
              label="Password of this account"
              autoComplete="current-password"
              required
              visibilityToggleButtonProps={{ "aria-label": "Show or hide the password", tabIndex: 0 }}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            {deletion.error !== null && (
              <ErrorNotice error={deletion.error} what="The account was not deleted" />
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Keep it
              </Button>
              <Button type="submit" color="red" disabled={typed !== username} loading={deletion.isPending}>
                Delete for ever
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </Card>
  );
}
