import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { ganttTaskStateValues } from "@/api/schema";
import { m } from "@/paraglide/messages";
import { toneOf } from "@/shared/components/Pill";
import { stateName } from "@/shared/components/states";
import { clock, duration } from "@/shared/format/times";
import { type GanttGroup, placeOf, type Span, spanOf } from "./gantt";
import classes from "./RunGantt.module.css";
import { countsText, type GanttTask, type TaskState } from "./tasks";

type Props = { group: GanttGroup; axis: Span | null; now: number; opened: boolean; onToggle: () => void };

/** A task on the axis and, if opened, its instances below it. */
export function GanttRow({ group, axis, now, opened, onToggle }: Props) {
  const only = group.isMapped ? undefined : group.tasks[0];
  const state = only?.state ?? stateOf(group);
  const Icon = opened ? IconChevronDown : IconChevronRight;
  return (
    <>
      <tr>
        <th scope="row">
          {group.isMapped ? (
            <UnstyledButton className={classes.toggle} aria-expanded={opened} onClick={onToggle}>
              <Icon size={14} aria-hidden />
              {group.label} <span className={classes.quiet}>× {group.tasks.length}</span>
            </UnstyledButton>
          ) : (
            <span className={classes.plain}>{group.label}</span>
          )}
        </th>
        <Bar
          span={group.span}
          axis={axis}
          state={state}
          words={only ? wordsOf(only) : countsText(group.counts)}
        />
      </tr>
      {opened &&
        group.tasks.map((task) => (
          <tr key={task.mapIndex} className={classes.instance}>
            <th scope="row">
              <span className={classes.plain}>
                {task.ticker ?? m.pipelines_no({ mapIndex: task.mapIndex + 1 })}
              </span>
            </th>
            <Bar span={spanOf(task, now)} axis={axis} state={task.state} words={wordsOf(task)} />
          </tr>
        ))}
    </>
  );
}

function Bar(props: { span: Span | null; axis: Span | null; state: TaskState; words: string }) {
  const { span, axis, state, words } = props;
  if (span === null || axis === null) {
    return (
      <>
        <td className="figures">–</td>
        <td className={classes.quiet}>{words}</td>
      </>
    );
  }
  const { left, width } = placeOf(span, axis);
  const times = m.pipelines_to({ start: clock(iso(span.start)), end: clock(iso(span.end)) });
  const seconds = (span.end - span.start) / 1000;
  return (
    <>
      <td className="figures">{duration(seconds)}</td>
      <td>
        <div
          className={classes.bar}
          data-tone={toneOf(state)}
          title={`${times}, ${duration(seconds)}: ${words}`}
          style={{ marginLeft: `${left}%`, width: `${width}%` }}
        >
          <span className={classes.hidden}>
            {times}: {words}
          </span>
        </div>
      </td>
    </>
  );
}

function wordsOf(task: GanttTask): string {
  const state = stateName(task.state).toLowerCase();
  return task.tryNumber > 1 ? m.pipelines_try({ state, tryNumber: task.tryNumber }) : state;
}

/** The state of a mapped task: the first in the order of the API's contract that an instance has. */
function stateOf(group: GanttGroup): TaskState {
  return ganttTaskStateValues.find((state) => (group.counts[state] ?? 0) > 0) ?? "skipped";
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
