import { Button, Card, Group, List, Progress, Text, Title } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { StatePill } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { count, percent } from "@/shared/format/numbers";
import { ago, time } from "@/shared/format/times";
import { isActive, type Simulation, useBatch } from "../queries";
import { nameOf } from "../words";
import { CancelButton, DeleteButton } from "./Actions";

/** Name, state and progress; the verdict once there is one. */
export function StateCard({ simulation }: { simulation: Simulation }) {
  const { state, step, error, batchId, batchSize, owner, requestedAt, figures, notes } = simulation;
  const navigate = useNavigate();
  return (
    <Card component="section" aria-label={m.simulations_state()}>
      <Group justify="space-between" align="flex-start" mb="sm">
        <div>
          <Group gap={8}>
            <Title order={2} size="h4">
              {nameOf(simulation)}
            </Title>
            <span role="status">
              <StatePill state={state} />
            </span>
          </Group>
          <Text size="sm" c="dimmed">
            {m.simulations_requested_by({
              owner,
              requestedAt: ago(requestedAt),
              requestedAt2: time(requestedAt),
            })}
            {batchSize > 1 && (
              <>
                ;{" "}
                <TextLink to="/simulations" search={{ batch: batchId }} underline="always">
                  {m.simulations_one_of_of_a_batch({ batchSize: count(batchSize) })}
                </TextLink>
              </>
            )}
          </Text>
        </div>
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            onClick={() =>
              void navigate({ to: "/simulations/new", search: { from: simulation.simulationId } })
            }
          >
            {m.simulations_clone()}
          </Button>
          {isActive(simulation) ? (
            <CancelButton simulation={simulation} />
          ) : (
            <DeleteButton simulationId={simulation.simulationId} />
          )}
        </Group>
      </Group>
      {isActive(simulation) && <BatchProgress batchId={batchId} step={step} />}
      {error && <ErrorNotice error={new Error(error)} what={m.simulations_there_is_no_result()} />}
      {figures && (
        <Notice kind={figures.verdict.kind === "above_holding" ? "note" : "warning"}>
          {figures.verdict.sentence}
        </Notice>
      )}
      {notes.length > 0 && (
        <List size="sm" mt="sm" c="dimmed">
          {notes.map((note) => (
            <List.Item key={note}>{note}</List.Item>
          ))}
        </List>
      )}
    </Card>
  );
}

function BatchProgress({ batchId, step }: { batchId: string; step: string | null | undefined }) {
  const { data: batch } = useBatch(batchId);
  if (batch === undefined) return null;
  const ended = batch.done + batch.failed + batch.cancelled;
  return (
    <>
      <Progress
        value={batch.progressPct}
        size="lg"
        animated={batch.state === "running"}
        aria-label={m.simulations_progress({ progressPct: percent(batch.progressPct, 0) })}
      />
      <Text size="sm" className="figures" mt={4} mb="sm">
        {step
          ? m.simulations_ended_of_step({ ended: count(ended), size: count(batch.size), step })
          : m.simulations_ended_of({ ended: count(ended), size: count(batch.size) })}
      </Text>
    </>
  );
}
