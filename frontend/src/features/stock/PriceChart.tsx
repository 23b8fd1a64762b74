import { useEffect, useRef, useState } from "react";
import { perTheme } from "@/shared/charts/perTheme";
import { ChartTooltip } from "./ChartTooltip";
import { type DrawnChart, drawChart, type Hovered } from "./drawChart";
import classes from "./PriceChart.module.css";
import { type ChartPoint, summaryOf } from "./points";

/** The chart, with a tooltip for the session under the pointer. */
export const PriceChart = perTheme(DrawnPriceChart);

function DrawnPriceChart({ ticker, points }: { ticker: string; points: ChartPoint[] }) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnChart | null>(null);
  const [hovered, setHovered] = useState<Hovered | null>(null);

  useEffect(() => {
    if (box.current === null) return;
    const chart = drawChart(box.current, setHovered);
    drawn.current = chart;
    return () => {
      drawn.current = null;
      chart.remove();
    };
  }, []);

  useEffect(() => {
    setHovered(null);
    drawn.current?.show(points);
  }, [points]);

  const point = hovered && points.find((point) => point.date === hovered.date);
  return (
    <div className={classes.frame}>
      <div ref={box} className={classes.canvas} role="img" aria-label={summaryOf(ticker, points)} />
      {point && <ChartTooltip point={point} x={hovered.x} leftwards={hovered.rightHalf} />}
    </div>
  );
}
