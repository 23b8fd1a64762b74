import { Card, CloseButton, Group, Stack, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { StatePill } from "@/shared/components/Pill";
import { useGantt } from "../queries";
import { byState } from "./tasks";

type Props = { dagId: string; runId: string; active: boolean; taskId: string; onClose: () => void };

/** The tickers of a mapped task by state. */
export function InstancesByState({ dagId, runId, active, taskId, onClose }: Props) {
  const gantt = useGantt(dagId, runId, active);
  return (
    <Card component="section" aria-label={m.pipelines_tickers_of({ taskId })} mt="sm" shadow="none">
      <Group justify="space-between" mb="xs">
        <Title order={3} size="h5">
          {m.pipelines_by_state({ taskId })}
        </Title>
        <CloseButton aria-label={m.pipelines_close_the_tickers_of({ taskId })} onClick={onClose} />
      </Group>
      <Loaded query={gantt} what={m.pipelines_the_tickers()} skeleton={<SkeletonLines lines={2} />}>
        {({ tasks }) => (
          <Stack gap="xs">
            {byState(tasks.filter((task) => task.taskId === taskId)).map(({ state, names, unnamed }) => (
              <Group key={state} gap="xs" align="baseline" wrap="nowrap">
                <StatePill state={state} />
                <Text size="sm">{namesInWords(names, unnamed)}</Text>
              </Group>
            ))}
          </Stack>
        )}
      </Loaded>
    </Card>
  );
}

function namesInWords(names: string[], unnamed: number): string {
  const named = names.join(", ");
  if (unnamed === 0) return named;
  return named === ""
    ? m.pipelines_unnamed_not_started({ count: unnamed })
    : m.pipelines_named_and_unnamed({ names: named, count: unnamed });
}
