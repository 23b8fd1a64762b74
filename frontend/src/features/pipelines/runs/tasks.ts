import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { stateName } from "@/shared/components/states";

export type GraphNode = Schemas["GraphNode"];
export type GraphEdge = Schemas["GraphEdge"];
export type GanttTask = Schemas["GanttTask"];
export type TaskState = GanttTask["state"];
export type StateCount = { state: TaskState; count: number };

/** The order of states in texts and bars: done, in progress, not to be done. */
const ORDER: readonly TaskState[] = [
  "success",
  "running",
  "up_for_retry",
  "queued",
  "pending",
  "failed",
  "upstream_failed",
  "skipped",
  "removed",
];

const DONE: readonly TaskState[] = ["success", "skipped", "removed"];

/** The number of instances by state in a fixed order, without states of no instance. */
export function countsOf(counts: GraphNode["counts"]): StateCount[] {
  return ORDER.flatMap((state) => {
    const count = counts[state] ?? 0;
    return count > 0 ? [{ state, count }] : [];
  });
}

/** `28 success · 2 running` */
export function countsText(counts: GraphNode["counts"]): string {
  return countsOf(counts)
    .map(({ state, count }) => `${count} ${stateName(state).toLowerCase()}`)
    .join(" · ");
}

/** The progress of a run as text. */
export function caption(nodes: GraphNode[]): string {
  const all: Partial<Record<TaskState, number>> = {};
  for (const node of nodes) {
    for (const { state, count } of countsOf(node.counts)) all[state] = (all[state] ?? 0) + count;
  }
  const total = countsOf(all).reduce((sum, { count }) => sum + count, 0);
  const done = DONE.reduce((sum, state) => sum + (all[state] ?? 0), 0);
  if (total === 0) return m.pipelines_no_task_has_been_planned_yet();
  if (done === total) return m.pipelines_all_tasks_are_complete({ all: countsText(all) });
  return m.pipelines_of_tasks_are_complete({ done, total, all: countsText(all) });
}

/**
 * The edges without those that a longer path implies.
 *
 * A task that depends on all others would have an edge from each of them; implied edges
 * only cover the graph.
 */
export function withoutShortcuts(edges: GraphEdge[]): GraphEdge[] {
  const after = new Map<string, string[]>();
  for (const { from, to } of edges) after.set(from, [...(after.get(from) ?? []), to]);

  function leads(from: string, to: string, seen: Set<string>): boolean {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return (after.get(from) ?? []).some((next) => leads(next, to, seen));
  }

  return edges.filter(({ from, to }) =>
    (after.get(from) ?? []).every((next) => next === to || !leads(next, to, new Set())),
  );
}

/** The instances of a mapped task by state, in the order of `countsOf`. */
export function byState(tasks: GanttTask[]): { state: TaskState; names: string[]; unnamed: number }[] {
  return ORDER.flatMap((state) => {
    const those = tasks.filter((task) => task.state === state);
    const names = those.flatMap((task) => (task.ticker === null ? [] : [task.ticker])).sort();
    return those.length > 0 ? [{ state, names, unnamed: those.length - names.length }] : [];
  });
}
