import { Button, type ButtonProps } from "@mantine/core";
import { IconPlayerPause, IconPlayerTrackNext } from "@tabler/icons-react";
import { m } from "@/paraglide/messages";
import { usePause } from "../actions";
import type { Dag } from "../dags";

/** Pause an active DAG, resume a paused one. */
export function PauseButton({ dag, ...button }: { dag: Dag } & ButtonProps) {
  const pause = usePause(dag.dagId);
  const paused = dag.status === "paused";
  const Icon = paused ? IconPlayerTrackNext : IconPlayerPause;
  return (
    <Button
      variant="default"
      leftSection={<Icon size={14} aria-hidden />}
      loading={pause.isPending}
      disabled={dag.source === "mirror"}
      onClick={() => pause.mutate(!paused)}
      {...button}
    >
      {paused ? m.pipelines_resume() : m.pipelines_pause()}
    </Button>
  );
}
