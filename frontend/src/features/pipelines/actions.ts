import { notifications } from "@mantine/notifications";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, given, type Schemas } from "@/api/client";
import { messageOf } from "@/api/errors";
import { m } from "@/paraglide/messages";
import type { Dag } from "./dags";
import { dagQuery, dagsQuery, runQuery } from "./queries";

export type Conf = Record<string, unknown>;

type TriggeredRun = Schemas["TriggeredRun"];

/** Start a run, with or without a conf; it becomes the DAG's last run at once. */
export function useTrigger(dagId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (conf?: Conf) => trigger(dagId, conf),
    onSuccess: (run) => started(client, run),
    onSettled: () => renewAll(client),
  });
}

/** Start a run with the conf of an earlier one. */
export function useRerun(dagId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (runId: string) => {
      const run = await client.fetchQuery(runQuery(dagId, runId));
      return trigger(dagId, run.conf);
    },
    onSuccess: (run) => started(client, run),
    onError: (error) => failed(m.pipelines_the_run_could_not_be_started(), error),
    onSettled: () => renewAll(client),
  });
}

/** Pause a DAG, or resume it. */
export function usePause(dagId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (paused: boolean) => {
      const path = { dagId };
      return given(
        await api.POST("/api/v1/pipeline/dags/{dagId}/pause", { params: { path }, body: { paused } }),
      );
    },
    onSuccess: (dag) => shown(client, dag),
    onError: (error, paused) =>
      failed(
        paused ? m.pipelines_the_dag_could_not_be_paused() : m.pipelines_the_dag_could_not_be_resumed(),
        error,
      ),
    onSettled: () => renewAll(client),
  });
}

/** Stop a queued or running run. */
export function useStop(dagId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (runId: string) => {
      const path = { dagId };
      return given(
        await api.POST("/api/v1/pipeline/dags/{dagId}/stopRun", { params: { path }, body: { runId } }),
      );
    },
    onSuccess: (run) => {
      client.setQueryData(runQuery(dagId, run.runId).queryKey, run);
      changeDag(client, dagId, (dag) =>
        dag.lastRunId === run.runId ? { ...dag, lastRunState: run.state, isRunning: false } : dag,
      );
    },
    onSettled: () => renewAll(client),
  });
}

/** Change settings; `applied` in the answer: Airflow has applied them already. */
export function useSave(dagId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: Schemas["SettingsChange"]) =>
      given(await api.PATCH("/api/v1/pipeline/dags/{dagId}/settings", { params: { path: { dagId } }, body })),
    onSuccess: ({ applied: _, ...dag }) => shown(client, dag),
    onSettled: () => renewAll(client),
  });
}

/** Notify the user of a failed action and its reason. */
export function failed(title: string, error: unknown) {
  notifications.show({ color: "red", title, message: messageOf(error), autoClose: 10_000 });
}

async function trigger(dagId: string, conf: Conf | undefined): Promise<TriggeredRun> {
  return given(
    await api.POST("/api/v1/pipeline/dags/{dagId}/trigger", {
      params: { path: { dagId } },
      body: conf ? { conf } : null,
    }),
  );
}

function started(client: QueryClient, run: TriggeredRun) {
  changeDag(client, run.dagId, (dag) => ({
    ...dag,
    lastRunId: run.runId,
    lastRunState: run.state,
    lastRunAt: new Date().toISOString(),
  }));
  notifications.show(
    run.waitsForResume
      ? {
          color: "yellow",
          title: m.pipelines_the_run_is_queued(),
          message: m.pipelines_starts_when_the_paused_dag_is({ runId: run.runId }),
          autoClose: 10_000,
        }
      : { color: "green", title: m.pipelines_run_started(), message: run.runId },
  );
}

function shown(client: QueryClient, dag: Schemas["DagDetail"]) {
  client.setQueryData(dagQuery(dag.dagId).queryKey, dag);
  changeDag(client, dag.dagId, (old) => ({ ...old, ...catalogPart(dag) }));
}

/** The fields that the catalog and the settings share. */
function catalogPart(dag: Schemas["DagDetail"]): Dag {
  const { owner, tags, timezone, catchup, maxActiveRuns, retries, retryDelayMinutes, ...part } = dag;
  return part;
}

function changeDag(client: QueryClient, dagId: string, change: (dag: Dag) => Dag) {
  client.setQueryData<Dag[]>(dagsQuery.queryKey, (dags) =>
    dags?.map((dag) => (dag.dagId === dagId ? change(dag) : dag)),
  );
}

/** Refetch all pipeline queries: one action changes lists, states and graphs. */
function renewAll(client: QueryClient) {
  void client.invalidateQueries({
    predicate: ({ queryKey }) => String(queryKey[1]).startsWith("/api/v1/pipeline/"),
  });
}
