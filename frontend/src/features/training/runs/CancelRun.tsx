import { notifications } from "@mantine/notifications";
import { ConfirmButton } from "@/shared/components/ConfirmButton";
import { useCancelRun } from "../runQueries";

/** Cancels a run after a confirmation. */
export function CancelRun({ runId }: { runId: string }) {
  const cancel = useCancelRun();
  const confirm = (close: () => void) =>
    cancel.mutate(
      { params: { path: { runId } } },
      {
        onSuccess: ({ stoppedInAirflow }) => {
          close();
          notifications.show({
            message: stoppedInAirflow
              ? "The run is cancelled."
              : "The run is cancelled. Airflow does not answer; the tasks stop before their next fit.",
            color: stoppedInAirflow ? "green" : "yellow",
          });
        },
      },
    );
  return (
    <ConfirmButton
      label="Cancel run"
      title="Cancel this run?"
      keep="Keep it running"
      confirm="Cancel the run"
      failure="The run was not cancelled"
      mutation={cancel}
      onConfirm={confirm}
    >
      Published results are kept. A cancelled run cannot be resumed.
    </ConfirmButton>
  );
}
