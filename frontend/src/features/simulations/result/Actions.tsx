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
          ? "It is cancelled."
          : "It is cancelled: the task stops before its next simulation.",
        color: stoppedInAirflow ? "green" : "yellow",
        closeButtonProps: { "aria-label": "Close" },
      });
    };
    if (isOne) one.mutate({ params: { path: { simulationId: simulation.simulationId } } }, { onSuccess });
    else batch.mutate({ params: { path: { batchId: simulation.batchId } } }, { onSuccess });
  };
  return (
    <ConfirmButton
      label={isOne ? m.simulations_cancel() : m.simulations_cancel_the_batch()}
      title={isOne ? m.simulations_cancel_this_simulation() : m.simulations_cancel_the_batch_2()}
      keep="Keep it running"
      confirm={isOne ? m.simulations_cancel_the_simulation() : m.simulations_cancel_the_rest_of_the_batch()}
      failure="It was not cancelled"
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
      keep="Keep it"
      confirm={m.simulations_delete_the_simulation()}
      failure="The simulation was not deleted"
      mutation={remove}
      onConfirm={confirm}
    >
      {m.simulations_its_figures_trades_and_files_are()}
    </ConfirmButton>
  );
}
