import { Button, Card, Group, NativeSelect, Title } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Pager } from "@/shared/components/Pager";
import { stateName } from "@/shared/components/states";
import { useRuns } from "../runQueries";
import { RUN_STATES } from "../search";
import { RunItem } from "./RunItem";
import classes from "./RunList.module.css";

const route = getRouteApi("/shell/training");

const STATES = [
  { value: "", label: m.training_all_states() },
  ...RUN_STATES.map((state) => ({ value: state, label: stateName(state) })),
];

type Props = { watched: string | undefined; onStart: () => void };

/** All runs, newest first; the address holds the filter and the page. */
export function RunList({ watched, onStart }: Props) {
  const { state, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const runs = useRuns(page, state);
  return (
    <Card component="section" aria-label={m.training_past_runs()}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {m.training_runs()}
        </Title>
        <Button
          size="xs"
          aria-haspopup="dialog"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          onClick={onStart}
        >
          {m.training_start_a_run()}
        </Button>
      </Group>
      <NativeSelect
        label={m.training_state()}
        data={STATES}
        value={state ?? ""}
        mb="sm"
        onChange={({ currentTarget: { value } }) =>
          void navigate({
            search: (old) => ({
              ...old,
              state: RUN_STATES.find((known) => known === value),
              page: undefined,
            }),
          })
        }
      />
      <Loaded query={runs} what={m.training_the_runs()} skeleton={<SkeletonLines lines={6} height={64} />}>
        {({ data, meta }) => (
          <>
            {data.length === 0 && (
              <Empty
                title={
                  state
                    ? m.training_no_run_is({ state: stateName(state).toLowerCase() })
                    : m.training_no_run_yet()
                }
              >
                {state ? m.training_select_all_states_to_see_the() : m.training_start_the_first_one()}
              </Empty>
            )}
            <ul className={classes.list}>
              {data.map((run) => (
                <RunItem key={run.runId} run={run} isWatched={run.runId === watched} />
              ))}
            </ul>
            <Pager
              noun="run"
              meta={meta}
              rows={data.length}
              onChange={(next) =>
                void navigate({ search: (old) => ({ ...old, page: next > 1 ? next : undefined }) })
              }
            />
          </>
        )}
      </Loaded>
    </Card>
  );
}
