import { Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
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
        disabled={version.championAt.length > 0}
        title={version.championAt.length > 0 ? "A champion cannot be deleted" : undefined}
        onClick={() => {
          remove.reset();
          setTyped("");
          open();
        }}
      >
        Delete
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={`Delete ${name}?`}
        centered
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Text size="sm" mb="sm">
          Its models and plots are removed, and it cannot become champion any more. Forecasts, scores and the
          history of champions stay on record. This cannot be undone.
        </Text>
        <TextInput
          label={`Type ${name} to confirm`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        {remove.error !== null && <ErrorNotice error={remove.error} what="The version was not deleted" />}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            Keep it
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
            Delete the version
          </Button>
        </Group>
      </Modal>
    </>
  );
}
