import type { ReactNode } from "react";
import classes from "./PriceChart.module.css";

const GAP_PX = 16;
const WIDTH_PX = 216;

type Tooltip = {
  title: string;
  /** The position of what it explains, from the left edge of the chart, in pixels. */
  x: number;
  /** Whether it stands on the left, for lack of space on the right. */
  leftwards: boolean;
  children: ReactNode;
};

/** The tooltip of a chart. */
export function Tooltip({ title, x, leftwards, children }: Tooltip) {
  const left = leftwards ? x - GAP_PX - WIDTH_PX : x + GAP_PX;
  return (
    <div
      className={classes.tooltip}
      role="tooltip"
      // Within the chart, which is hardly wider on a phone.
      style={{ width: WIDTH_PX, left: `clamp(0px, ${left}px, calc(100% - ${WIDTH_PX}px))` }}
    >
      <strong>{title}</strong>
      {children}
    </div>
  );
}
