import { Button, Group, Modal, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";

/** A dialog before a navigation that would lose edits. */
export function LeaveGuard({ hasChanges }: { hasChanges: boolean }) {
  const { status, proceed, reset } = useBlocker({
    // The tabs of this page are addresses too; changing the tab keeps the edits.
    shouldBlockFn: ({ current, next }) => hasChanges && next.pathname !== current.pathname,
    enableBeforeUnload: () => hasChanges,
    withResolver: true,
  });
  return (
    <Modal opened={status === "blocked"} onClose={() => reset?.()} title="Leave without saving?" centered>
      <Text size="sm">Your changes to the training configuration are not saved.</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => proceed?.()}>
          Discard and leave
        </Button>
        <Button data-autofocus onClick={() => reset?.()}>
          Stay
        </Button>
      </Group>
    </Modal>
  );
}
