import { Button, Group, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { ErrorNotice } from "@/shared/states";
import { useCancelRun } from "../runQueries";

/** Cancels a run, once somebody has said twice that it shall. */
export function CancelRun({ runId }: { runId: string }) {
  const [opened, { open, close }] = useDisclosure();
  const cancel = useCancelRun();
  const confirm = () =>
    cancel.mutate(
      { params: { path: { runId } } },
      {
        onSuccess: ({ stoppedInAirflow }) => {
          close();
          notifications.show({
            message: stoppedInAirflow
              ? "The run is cancelled."
              : "The run is cancelled. Airflow does not answer: its tasks stop before their next fit.",
            color: stoppedInAirflow ? "green" : "yellow",
          });
        },
      },
    );
  return (
    <>
      <Button variant="default" size="xs" onClick={open}>
        Cancel run
      </Button>
      <Modal
        closeButtonProps={{ "aria-label": "Close" }}
        opened={opened}
        onClose={close}
        title="Cancel this run?"
        centered
      >
        <Text size="sm">What it has published already stays. It cannot be taken up again.</Text>
        {cancel.isError && <ErrorNotice error={cancel.error} what="The run was not cancelled" />}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close} data-autofocus>
            Keep it running
          </Button>
          <Button color="red" loading={cancel.isPending} onClick={confirm}>
            Cancel the run
          </Button>
        </Group>
      </Modal>
    </>
  );
}
