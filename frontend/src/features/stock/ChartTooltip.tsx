import { m } from "@/paraglide/messages";
import { price } from "@/shared/format/numbers";
import type { ChartPoint } from "./points";
import { Tooltip } from "./Tooltip";

type ChartTooltip = {
  point: ChartPoint;
  /** The position of the session from the left edge of the chart, in pixels. */
  x: number;
  /** Whether the tooltip stands on the left, for lack of space on the right. */
  leftwards: boolean;
};

/** A session of the chart: its close, its forecast and the interval. */
export function ChartTooltip({ point, x, leftwards }: ChartTooltip) {
  return (
    <Tooltip title={point.date} x={x} leftwards={leftwards}>
      <dl>
        <dt>{m.stock_actual()}</dt>
        <dd className="figures">{price(point.actualPrice)}</dd>
        <dt>{m.stock_predicted()}</dt>
        <dd className="figures">{price(point.predictedPrice)}</dd>
        {point.lowerPrice != null && (
          <>
            <dt>{m.stock_80_interval()}</dt>
            <dd className="figures">
              {price(point.lowerPrice)} – {price(point.upperPrice)}
            </dd>
          </>
        )}
      </dl>
    </Tooltip>
  );
}
