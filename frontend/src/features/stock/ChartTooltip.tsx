import { price } from "@/shared/format/numbers";
import classes from "./PriceChart.module.css";
import type { ChartPoint } from "./points";

const GAP_PX = 16;
const WIDTH_PX = 216;

type ChartTooltip = {
  point: ChartPoint;
  /** The position of the session from the left edge of the chart, in pixels. */
  x: number;
  /** Whether the tooltip stands on the left, for lack of space on the right. */
  leftwards: boolean;
};

/** A session of the chart: its close, its forecast and the interval. */
export function ChartTooltip({ point, x, leftwards }: ChartTooltip) {
  const left = leftwards ? x - GAP_PX - WIDTH_PX : x + GAP_PX;
  return (
    <div
      className={classes.tooltip}
      role="tooltip"
      // Within the chart, which is hardly wider on a phone.
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
