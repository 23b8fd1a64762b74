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
              ? m.training_the_run_is_cancelled()
              : m.training_the_run_is_cancelled_airflow_does(),
            color: stoppedInAirflow ? "green" : "yellow",
          });
        },
      },
    );
  return (
    <ConfirmButton
      label={m.training_cancel_run()}
      title={m.training_cancel_this_run()}
      keep={m.training_keep_it_running()}
      confirm={m.training_cancel_the_run()}
      failure={m.training_the_run_was_not_cancelled()}
      mutation={cancel}
      onConfirm={confirm}
    >
      {m.training_published_results_are_kept_a_cancelled()}
    </ConfirmButton>
  );
}
