import { notifications } from "@mantine/notifications";
import { useNavigate } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { ConfirmButton } from "@/shared/components/ConfirmButton";
import { type Simulation, useCancelBatch, useCancelSimulation, useDeleteSimulation } from "../queries";

/** Cancels a simulation, or all of its batch that has not ended. */
export function CancelButton({ simulation }: { simulation: Simulation }) {
  const one = useCancelSimulation();
  const batch = useCancelBatch();
  const isOne = simulation.batchSize === 1;
  const confirm = (close: () => void) => {
    const onSuccess = ({ stoppedInAirflow }: { stoppedInAirflow: boolean }) => {
      close();
      notifications.show({
        message: stoppedInAirflow
          ? m.simulations_it_is_cancelled()
          : m.simulations_it_is_cancelled_the_task_stops(),
        color: stoppedInAirflow ? "green" : "yellow",
        closeButtonProps: { "aria-label": m.simulations_close() },
      });
    };
    if (isOne) one.mutate({ params: { path: { simulationId: simulation.simulationId } } }, { onSuccess });
    else batch.mutate({ params: { path: { batchId: simulation.batchId } } }, { onSuccess });
  };
  return (
    <ConfirmButton
      label={isOne ? m.simulations_cancel() : m.simulations_cancel_the_batch()}
      title={isOne ? m.simulations_cancel_this_simulation() : m.simulations_cancel_the_batch_2()}
      keep={m.simulations_keep_it_running()}
      confirm={isOne ? m.simulations_cancel_the_simulation() : m.simulations_cancel_the_rest_of_the_batch()}
      failure={m.simulations_it_was_not_cancelled()}
      mutation={isOne ? one : batch}
      onConfirm={confirm}
    >
      {m.simulations_results_that_are_there_stay_and()}
    </ConfirmButton>
  );
}

/** Deletes a simulation; its trial stays. */
export function DeleteButton({ simulationId }: { simulationId: string }) {
  const remove = useDeleteSimulation();
  const navigate = useNavigate();
  const confirm = (close: () => void) =>
    remove.mutate(
      { params: { path: { simulationId } } },
      {
        onSuccess: () => {
          close();
          void navigate({ to: "/simulations" });
        },
      },
    );
  return (
    <ConfirmButton
      label={m.simulations_delete()}
      title={m.simulations_delete_this_simulation()}
      keep={m.simulations_keep_it()}
      confirm={m.simulations_delete_the_simulation()}
      failure={m.simulations_the_simulation_was_not_deleted()}
      mutation={remove}
      onConfirm={confirm}
    >
      {m.simulations_its_figures_trades_and_files_are()}
    </ConfirmButton>
  );
}
