import { price } from "@/shared/format";
import classes from "./PriceChart.module.css";
import type { ChartPoint } from "./points";

const GAP_PX = 16;

type ChartTooltip = {
  point: ChartPoint;
  /** Where the session is, from the left edge of the chart. */
  x: number;
  /** On the left of the session: there is no room on its right. */
  leftwards: boolean;
};

/** A session of the chart: its close, what was forecast for it, and the interval. */
export function ChartTooltip({ point, x, leftwards }: ChartTooltip) {
  const left = leftwards ? x - GAP_PX : x + GAP_PX;
  return (
    <div
      className={classes.tooltip}
      role="tooltip"
      style={{ left, transform: leftwards ? "translateX(-100%)" : undefined }}
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
