import { toneOf } from "@/shared/components/Pill";
import classes from "./StateBar.module.css";
import { countsOf, type GraphNode } from "./tasks";

/** The share of each state as a bar; the numbers stand beside it. */
export function StateBar({ counts }: { counts: GraphNode["counts"] }) {
  return (
    <span className={classes.bar} aria-hidden>
      {countsOf(counts).map(({ state, count }) => (
        <span key={state} data-tone={toneOf(state)} data-state={state} style={{ flexGrow: count }} />
      ))}
    </span>
  );
}
