import { Button, Group, Modal, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";

/** A dialog before a navigation that would lose edits. */
export function LeaveGuard({ hasChanges }: { hasChanges: boolean }) {
  const { status, proceed, reset } = useBlocker({
    // The tabs of this page are addresses too; changing the tab keeps the edits.
    shouldBlockFn: ({ current, next }) => hasChanges && next.pathname !== current.pathname,
    enableBeforeUnload: () => hasChanges,
    withResolver: true,
  });
  return (
    <Modal
      opened={status === "blocked"}
      onClose={() => reset?.()}
      title={m.training_leave_without_saving()}
      centered
    >
      <Text size="sm">{m.training_your_changes_to_the_training_configuration()}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => proceed?.()}>
          {m.training_discard_and_leave()}
        </Button>
        <Button data-autofocus onClick={() => reset?.()}>
          {m.training_stay()}
        </Button>
      </Group>
    </Modal>
  );
}
