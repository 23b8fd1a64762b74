import { notifications } from "@mantine/notifications";
import { getRouteApi } from "@tanstack/react-router";
import { useRef } from "react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
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
          notifications.show({ message: m.training_the_child_run_is_requested(), color: "green" });
          void navigate({ search: { tab: "runs", run: runId } });
        },
      },
    );
  return (
    <ConfirmButton
      label={m.training_train_a_child()}
      title={m.training_train_a_child_of_this_run()}
      keep={m.training_not_now()}
      confirm={m.training_train_the_child()}
      failure={m.training_the_child_was_not_started()}
      mutation={start}
      onConfirm={confirm}
    >
      {m.training_it_has_the_same_configuration_tickers()}
    </ConfirmButton>
  );
}
