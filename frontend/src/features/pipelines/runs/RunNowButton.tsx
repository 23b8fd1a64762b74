import { Button, type ButtonProps } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { failed, useTrigger } from "../actions";
import type { Dag } from "../dags";

/** Starts a run without a conf; disabled while Airflow does not answer. */
export function RunNowButton({ dag, ...button }: { dag: Dag } & ButtonProps) {
  const trigger = useTrigger(dag.dagId);
  return (
    <Button
      leftSection={<IconPlayerPlay size={14} aria-hidden />}
      loading={trigger.isPending}
      disabled={dag.source === "mirror"}
      onClick={() =>
        trigger.mutate(undefined, {
          onError: (error) => failed("The run could not be started", error),
        })
      }
      {...button}
    />
  );
}
