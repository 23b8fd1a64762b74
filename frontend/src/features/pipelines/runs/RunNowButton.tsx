import { Button, type ButtonProps } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { m } from "@/paraglide/messages";
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
          onError: (error) => failed(m.pipelines_the_run_could_not_be_started(), error),
        })
      }
      {...button}
    />
  );
}
