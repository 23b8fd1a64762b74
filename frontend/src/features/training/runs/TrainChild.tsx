import { notifications } from "@mantine/notifications";
import { getRouteApi } from "@tanstack/react-router";
import { useRef } from "react";
import type { Schemas } from "@/api/client";
import { ConfirmButton } from "@/shared/components/ConfirmButton";
import { idempotencyKey } from "@/shared/idempotencyKey";
import { type Run, useStartRun } from "../runQueries";

const route = getRouteApi("/shell/training");

/** Starts a run with the request of a finished one, on the features that it had selected. */
export function TrainChild({ parent }: { parent: Run }) {
  const navigate = route.useNavigate();
  const start = useStartRun();
  const keys = useRef(new Map<string, string>());
  const request: Schemas["RunRequest"] = {
    configId: parent.configId,
    scope: parent.scope ?? "all_vn30",
    parentRunId: parent.runId,
    ...(parent.tickers === null ? {} : { tickers: parent.tickers }),
    ...(parent.globalSeed === null ? {} : { seeds: { globalSeed: parent.globalSeed } }),
  };
  const confirm = (close: () => void) =>
    start.mutate(
      { body: request, params: { header: { "Idempotency-Key": idempotencyKey(keys.current, request) } } },
      {
        onSuccess: ({ runId }) => {
          close();
          notifications.show({ message: "The child run is requested.", color: "green" });
          void navigate({ search: { tab: "runs", run: runId } });
        },
      },
    );
  return (
    <ConfirmButton
      label="Train a child"
      title="Train a child of this run?"
      keep="Not now"
      confirm="Train the child"
      failure="The child was not started"
      mutation={start}
      onConfirm={confirm}
    >
      It has the same configuration, tickers and seed, and trains on the features that this run had selected,
      each fold on what was selected from earlier outcomes. It stays bound to this run.
    </ConfirmButton>
  );
}
