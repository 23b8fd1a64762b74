import { notifications } from "@mantine/notifications";
import { useNavigate } from "@tanstack/react-router";
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
      label={isOne ? "Cancel" : "Cancel the batch"}
      title={isOne ? "Cancel this simulation?" : "Cancel the batch?"}
      keep="Keep it running"
      confirm={isOne ? "Cancel the simulation" : "Cancel the rest of the batch"}
      failure="It was not cancelled"
      mutation={isOne ? one : batch}
      onConfirm={confirm}
    >
      Results that are there stay, and count as trials.
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
      label="Delete"
      title="Delete this simulation?"
      keep="Keep it"
      confirm="Delete the simulation"
      failure="The simulation was not deleted"
      mutation={remove}
      onConfirm={confirm}
    >
      Its figures, trades and files are removed. Its trial stays in the ledger: what was tried was tried.
    </ConfirmButton>
  );
}
