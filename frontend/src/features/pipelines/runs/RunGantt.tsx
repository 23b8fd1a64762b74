import { Button, Group, Skeleton, Text } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { Empty, Loaded } from "@/shared/components/LoadState";
import { clock } from "@/shared/format/times";
import { useGantt } from "../queries";
import { GanttRow } from "./GanttRow";
import { axisOf, groupsOf, placeOf, ticksOf } from "./gantt";
import classes from "./RunGantt.module.css";

/** Gantt: the spans of all tasks on one axis. */
export function RunGantt({ dagId, runId, active }: { dagId: string; runId: string; active: boolean }) {
  const gantt = useGantt(dagId, runId, active);
  return (
    <Loaded query={gantt} what={m.pipelines_the_gantt_chart()} skeleton={<Skeleton height={240} />}>
      {(data) => <Chart gantt={data} now={gantt.dataUpdatedAt} />}
    </Loaded>
  );
}

function Chart({ gantt, now }: { gantt: Schemas["RunGantt"]; now: number }) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const groups = groupsOf(gantt.tasks, now);
  const axis = axisOf(groups);
  const mapped = groups.filter(({ isMapped }) => isMapped).map(({ taskId }) => taskId);
  const allOpen = mapped.length > 0 && mapped.every((id) => opened.has(id));
  const toggle = (id: string) => setOpened(new Set(opened.has(id) ? without(opened, id) : [...opened, id]));
  if (groups.length === 0)
    return <Empty title={m.pipelines_no_task_yet()}>{m.pipelines_tasks_appear_once_the_run_has()}</Empty>;
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Text size="sm" c="dimmed">
          {gantt.meta.total > gantt.tasks.length
            ? m.pipelines_times_in_ict_first({ count: gantt.tasks.length, total: gantt.meta.total })
            : m.pipelines_times_in_ict()}
        </Text>
        {mapped.length > 0 && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => setOpened(new Set(allOpen ? [] : mapped))}
          >
            {allOpen ? m.pipelines_hide_the_tickers() : m.pipelines_show_all_tickers()}
          </Button>
        )}
      </Group>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs keyboard focus */}
      <section className={classes.box} tabIndex={0} aria-label={m.pipelines_gantt_chart()}>
        <table className={classes.chart}>
          <caption className={classes.hidden}>{m.pipelines_start_and_end_of_each_task()}</caption>
          <thead>
            <tr>
              <th scope="col">{m.pipelines_task()}</th>
              <th scope="col">{m.pipelines_duration()}</th>
              <th scope="col" className={classes.axis}>
                <span className={classes.hidden}>{m.pipelines_time()}</span>
                {axis &&
                  ticksOf(axis).map((tick) => (
                    <span
                      key={tick}
                      className={classes.tick}
                      style={{ left: `${placeOf({ start: tick, end: tick }, axis).left}%` }}
                    >
                      {clock(new Date(tick).toISOString())}
                    </span>
                  ))}
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <GanttRow
                key={group.taskId}
                group={group}
                axis={axis}
                now={now}
                opened={opened.has(group.taskId)}
                onToggle={() => toggle(group.taskId)}
              />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function without(all: ReadonlySet<string>, excluded: string): string[] {
  return [...all].filter((id) => id !== excluded);
}
