import { notifications } from "@mantine/notifications";
import { m } from "@/paraglide/messages";
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
      label={m.training_cancel_run()}
      title={m.training_cancel_this_run()}
      keep="Keep it running"
      confirm={m.training_cancel_the_run()}
      failure="The run was not cancelled"
      mutation={cancel}
      onConfirm={confirm}
    >
      {m.training_published_results_are_kept_a_cancelled()}
    </ConfirmButton>
  );
}
