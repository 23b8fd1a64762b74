import { Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import { useDeleteVersion, type VersionDetail } from "./queries";

/** Delete a version, whose name has to be typed. A champion cannot be deleted. */
export function DeleteButton({ version }: { version: VersionDetail }) {
  const [opened, { open, close }] = useDisclosure();
  const [typed, setTyped] = useState("");
  const remove = useDeleteVersion();
  const navigate = useNavigate();
  const name = version.version;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-haspopup="dialog"
        disabled={version.championAt.length > 0}
        title={version.championAt.length > 0 ? m.models_a_champion_cannot_be_deleted() : undefined}
        onClick={() => {
          remove.reset();
          setTyped("");
          open();
        }}
      >
        {m.models_delete()}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={m.models_delete_2({ name })}
        centered
        closeButtonProps={{ "aria-label": m.models_close() }}
      >
        <Text size="sm" mb="sm">
          {m.models_its_models_and_plots_are_removed()}
        </Text>
        <TextInput
          label={m.models_type_to_confirm({ name })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        {remove.error !== null && (
          <ErrorNotice error={remove.error} what={m.models_the_version_was_not_deleted()} />
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            {m.models_keep_it()}
          </Button>
          <Button
            color="red"
            loading={remove.isPending}
            disabled={typed !== name}
            onClick={() =>
              remove.mutate(
                { params: { path: { version: name }, query: { confirm: typed } } },
                { onSuccess: () => navigate({ to: "/models" }) },
              )
            }
          >
            {m.models_delete_the_version()}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
