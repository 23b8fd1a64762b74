import type { GanttTask, GraphNode } from "./tasks";

export type Span = { start: number; end: number };

/** A task, with its instances if it is mapped. */
export type GanttGroup = {
  taskId: string;
  label: string;
  isMapped: boolean;
  tasks: GanttTask[];
  counts: GraphNode["counts"];
  /** From the first start to the last end; `null`: no instance has started. */
  span: Span | null;
};

/** The maximum number of ticks on the time axis. */
const MAX_TICKS = 7;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12, 24].map((n) => n * HOUR),
];
/** ICT is seven hours ahead of UTC all year. */
const ICT = 7 * HOUR;

/** The span of a task, until now while it is running. */
export function spanOf(task: GanttTask, now: number): Span | null {
  if (task.start === null) return null;
  const start = Date.parse(task.start);
  return { start, end: Math.max(start, task.end === null ? now : Date.parse(task.end)) };
}

/** The tasks in their order, the instances of each mapped task together. */
export function groupsOf(tasks: GanttTask[], now: number): GanttGroup[] {
  const groups = new Map<string, GanttTask[]>();
  for (const task of tasks) groups.set(task.taskId, [...(groups.get(task.taskId) ?? []), task]);
  return [...groups.entries()].map(([taskId, tasks]) => {
    const spans = tasks.flatMap((task) => spanOf(task, now) ?? []);
    const counts: GanttGroup["counts"] = {};
    for (const { state } of tasks) counts[state] = (counts[state] ?? 0) + 1;
    return {
      taskId,
      label: tasks[0]?.label ?? taskId,
      isMapped: tasks.some((task) => task.mapIndex >= 0),
      tasks,
      counts,
      span: spans.length > 0 ? union(spans) : null,
    };
  });
}

/** The span of all bars, a second at least. */
export function axisOf(groups: GanttGroup[]): Span | null {
  const spans = groups.flatMap(({ span }) => span ?? []);
  if (spans.length === 0) return null;
  const { start, end } = union(spans);
  return { start, end: Math.max(end, start + SECOND) };
}

/** Round times in ICT on an axis. */
export function ticksOf({ start, end }: Span): number[] {
  const step = STEPS.find((size) => (end - start) / size <= MAX_TICKS) ?? 24 * HOUR;
  const first = Math.ceil((start + ICT) / step) * step - ICT;
  const ticks = [];
  for (let at = first; at <= end; at += step) ticks.push(at);
  return ticks;
}

/** The position of a bar on the axis, in percent. */
export function placeOf(span: Span, axis: Span): { left: number; width: number } {
  const whole = axis.end - axis.start;
  return { left: ((span.start - axis.start) / whole) * 100, width: ((span.end - span.start) / whole) * 100 };
}

function union(spans: Span[]): Span {
  return {
    start: Math.min(...spans.map(({ start }) => start)),
    end: Math.max(...spans.map(({ end }) => end)),
  };
}
