import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { price } from "@/shared/format/numbers";
import classes from "./Sparkline.module.css";
import { sparkline } from "./sparkline";

const WIDTH = 120;
const HEIGHT = 32;

/** The last 14 closes, and the forecast as a dashed line of another colour. */
export function Sparkline({ points }: { points: Schemas["SparklinePoint"][] }) {
  const closes = points.filter((point) => !point.isPredicted);
  const first = closes[0];
  const last = closes.at(-1);
  if (!first || !last) return <span>–</span>;
  const forecast = points.length > closes.length ? points.at(-1) : undefined;
  const lines = sparkline(points, WIDTH, HEIGHT);
  return (
    <svg
      className={classes.sparkline}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={
        m.home_sessions_from_to({
          count: closes.length,
          first: price(first.price),
          last: price(last.price),
        }) + (forecast ? m.home_with_forecast({ price: price(forecast.price) }) : "")
      }
    >
      <polyline className={classes.actual} points={lines.actual} />
      {forecast && <polyline className={classes.predicted} points={lines.predicted} />}
    </svg>
  );
}
