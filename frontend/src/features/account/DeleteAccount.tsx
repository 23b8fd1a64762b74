import { Button, Card, Group, Modal, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { m } from "@/paraglide/messages";
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
        {m.account_delete()}
      </Title>
      <Text size="sm" mb="sm">
        {m.account_delete_text()}
      </Text>
      <Button
        variant="default"
        size="xs"
        aria-haspopup="dialog"
        onClick={() => {
          deletion.reset();
          open();
        }}
      >
        {m.account_delete()}
      </Button>
      <Modal
        closeButtonProps={{ "aria-label": m.account_close() }}
        opened={opened}
        onClose={close}
        title={m.account_delete_question()}
        centered
      >
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              label={m.account_delete_type({ username })}
              required
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <PasswordInput
              label={m.account_delete_password()}
              autoComplete="current-password"
              required
              visibilityToggleButtonProps={{ "aria-label": m.account_show_password(), tabIndex: 0 }}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            {deletion.error !== null && (
              <ErrorNotice error={deletion.error} what={m.account_delete_failed()} />
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {m.account_keep()}
              </Button>
              <Button type="submit" color="red" disabled={typed !== username} loading={deletion.isPending}>
                {m.account_delete_confirm()}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </Card>
  );
}
