import { Group, Progress, Stack, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { ConfirmButton } from "@/shared/components/ConfirmButton";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { EquityChart } from "./EquityChart";
import { LinesTable } from "./LinesTable";
import {
  isActive,
  useCancelWalkForward,
  useDeleteWalkForward,
  useWalkForward,
  type WalkForwardDetail,
} from "./queries";
import { lineName } from "./words";

type Props = { portfolioId: string; id: string; onDeleted: () => void };

/** A walk-forward: its progress, its results, and the buttons that end it. */
export function WalkForwardView({ portfolioId, id, onDeleted }: Props) {
  const query = useWalkForward(portfolioId, id);
  return (
    <Loaded query={query} what={m.optimise_the_walk_forward()} skeleton={<SkeletonLines lines={6} />}>
      {(walk) => (
        <Stack gap="sm">
          <Standing walk={walk} />
          <Results walk={walk} />
          <Group>
            {isActive(walk) ? (
              <CancelButton portfolioId={portfolioId} id={id} />
            ) : (
              <DeleteButton portfolioId={portfolioId} id={id} onDeleted={onDeleted} />
            )}
          </Group>
        </Stack>
      )}
    </Loaded>
  );
}

function Standing({ walk }: { walk: WalkForwardDetail }) {
  if (walk.state === "failed") {
    return (
      <Notice kind="error" title={m.optimise_the_walk_forward_failed()} role="alert">
        {walk.problem}
      </Notice>
    );
  }
  if (!isActive(walk)) return null;
  const done = Math.round(walk.progress * walk.methods.length);
  return (
    <>
      <Progress value={100 * walk.progress} aria-label={m.optimise_progress_of_the_walk_forward()} />
      <Text size="sm" role="status">
        {walk.state === "pending"
          ? m.optimise_it_waits_for_airflow()
          : m.optimise_methods_done({ done, all: walk.methods.length })}
      </Text>
    </>
  );
}

function Results({ walk }: { walk: WalkForwardDetail }) {
  if (walk.lines.length === 0) return null;
  return (
    <>
      {walk.lines.map(
        ({ method, verdict, problem }) =>
          (verdict ?? problem) && (
            <Text key={method} size="sm">
              <strong>{lineName(method)}:</strong> {verdict ?? problem}
            </Text>
          ),
      )}
      <EquityChart walk={walk} />
      <LinesTable walk={walk} />
      {walk.warnings.map((warning) => (
        <Text key={warning} size="sm" c="dimmed">
          {warning}
        </Text>
      ))}
    </>
  );
}

function CancelButton({ portfolioId, id }: { portfolioId: string; id: string }) {
  const cancel = useCancelWalkForward();
  return (
    <ConfirmButton
      label={m.optimise_cancel()}
      title={m.optimise_cancel_the_walk_forward()}
      keep={m.optimise_keep_running()}
      confirm={m.optimise_cancel_the_walk_forward_2()}
      failure={m.optimise_not_cancelled()}
      mutation={cancel}
      onConfirm={(close) =>
        cancel.mutate({ params: { path: { portfolioId, walkForwardId: id } } }, { onSuccess: close })
      }
    >
      {m.optimise_the_results_of_methods_that_are()}
    </ConfirmButton>
  );
}

function DeleteButton({ portfolioId, id, onDeleted }: Props) {
  const remove = useDeleteWalkForward();
  return (
    <ConfirmButton
      label={m.optimise_delete()}
      title={m.optimise_delete_the_walk_forward()}
      keep={m.optimise_keep_it()}
      confirm={m.optimise_delete_the_walk_forward_2()}
      failure={m.optimise_not_deleted()}
      mutation={remove}
      onConfirm={(close) =>
        remove.mutate(
          { params: { path: { portfolioId, walkForwardId: id } } },
          {
            onSuccess: () => {
              close();
              onDeleted();
            },
          },
        )
      }
    >
      {m.optimise_its_results_are_deleted_with_it()}
    </ConfirmButton>
  );
}
