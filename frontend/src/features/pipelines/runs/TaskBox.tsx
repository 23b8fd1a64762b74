import { StatePill, toneOf } from "@/shared/components/Pill";
import { StateBar } from "./StateBar";
import classes from "./TaskBox.module.css";
import { countsText, type GraphNode } from "./tasks";

type Props = { task: GraphNode; opened: boolean; onOpen: () => void };

/** A task in the graph; a mapped task shows its instances by state, and expands them. */
export function TaskBox({ task, opened, onOpen }: Props) {
  const tone = toneOf(task.state);
  if (!task.isMapped) {
    return (
      <div className={classes.box} data-tone={tone}>
        <span className={classes.label}>{task.label}</span>
        <StatePill state={task.state} />
      </div>
    );
  }
  const total = Object.values(task.counts).reduce((sum, count) => sum + count, 0);
  return (
    <button
      type="button"
      // The graph must neither catch this click nor pan with it.
      className={`${classes.box} ${classes.mapped} nopan`}
      style={{ pointerEvents: "all" }}
      data-tone={tone}
      aria-expanded={opened}
      onClick={onOpen}
    >
      <span className={classes.head}>
        <span className={classes.label}>{task.label}</span>
        <span className={classes.total}>× {total}</span>
      </span>
      <StateBar counts={task.counts} />
      <span className={classes.counts}>{countsText(task.counts)}</span>
    </button>
  );
}
