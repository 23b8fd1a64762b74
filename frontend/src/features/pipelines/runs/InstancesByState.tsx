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
    <Card component="section" aria-label={`Tickers of ${taskId}`} mt="sm" shadow="none">
      <Group justify="space-between" mb="xs">
        <Title order={3} size="h5">
          {taskId}, by state
        </Title>
        <CloseButton aria-label={`Close the tickers of ${taskId}`} onClick={onClose} />
      </Group>
      <Loaded query={gantt} what={m.pipelines_the_tickers()} skeleton={<SkeletonLines lines={2} />}>
        {({ tasks }) => (
          <Stack gap="xs">
            {byState(tasks.filter((task) => task.taskId === taskId)).map(({ state, names, unnamed }) => (
              <Group key={state} gap="xs" align="baseline" wrap="nowrap">
                <StatePill state={state} />
                <Text size="sm">
                  {names.join(", ")}
                  {unnamed > 0 && `${names.length > 0 ? " and " : ""}${unnamed} not started`}
                </Text>
              </Group>
            ))}
          </Stack>
        )}
      </Loaded>
    </Card>
  );
}
