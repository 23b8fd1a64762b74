import { price } from "@/shared/format";
import classes from "./PriceChart.module.css";
import type { ChartPoint } from "./points";

const GAP_PX = 16;
const WIDTH_PX = 216;

type ChartTooltip = {
  point: ChartPoint;
  /** Where the session is, from the left edge of the chart. */
  x: number;
  /** On the left of the session: there is no room on its right. */
  leftwards: boolean;
};

/** A session of the chart: its close, what was forecast for it, and the interval. */
export function ChartTooltip({ point, x, leftwards }: ChartTooltip) {
  const left = leftwards ? x - GAP_PX - WIDTH_PX : x + GAP_PX;
  return (
    <div
      className={classes.tooltip}
      role="tooltip"
      // Never out of the chart, which on a phone is not much wider.
      style={{ width: WIDTH_PX, left: `clamp(0px, ${left}px, calc(100% - ${WIDTH_PX}px))` }}
    >
      <strong>{point.date}</strong>
      <dl>
        <dt>Actual</dt>
        <dd className="figures">{price(point.actualPrice)}</dd>
        <dt>Predicted</dt>
        <dd className="figures">{price(point.predictedPrice)}</dd>
        {point.lowerPrice != null && (
          <>
            <dt>80 % interval</dt>
            <dd className="figures">
              {price(point.lowerPrice)} – {price(point.upperPrice)}
            </dd>
          </>
        )}
      </dl>
    </div>
  );
}
