import { useEffect, useRef, useState } from "react";
import { perTheme } from "@/shared/charts/perTheme";
import { type Action, type Bar, type BarTime, seriesSummary, timeOf } from "./bars";
import { type DrawnSeries, drawSeries, type HoveredBar } from "./drawSeries";
import classes from "./PriceChart.module.css";
import { SeriesTooltip } from "./SeriesTooltip";

type SeriesChart = { ticker: string; prices: string; bars: Bar[]; marks: Map<BarTime, Action[]> };

/** Candles, volume and corporate actions, with a tooltip for the bar under the pointer. */
export const SeriesChart = perTheme(DrawnSeriesChart);

function DrawnSeriesChart({ ticker, prices, bars, marks }: SeriesChart) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnSeries | null>(null);
  const [hovered, setHovered] = useState<HoveredBar | null>(null);

  useEffect(() => {
    if (box.current === null) return;
    const chart = drawSeries(box.current, setHovered);
    drawn.current = chart;
    return () => {
      drawn.current = null;
      chart.remove();
    };
  }, []);

  useEffect(() => {
    setHovered(null);
    drawn.current?.show(bars, marks);
  }, [bars, marks]);

  const bar = hovered && bars.find((bar) => timeOf(bar) === hovered.time);
  const summary = seriesSummary(ticker, prices, bars, [...marks.values()].flat());
  return (
    <div className={classes.frame}>
      <div ref={box} className={classes.canvas} role="img" aria-label={summary} />
      {bar && (
        <SeriesTooltip
          bar={bar}
          actions={marks.get(hovered.time) ?? []}
          x={hovered.x}
          leftwards={hovered.rightHalf}
        />
      )}
    </div>
  );
}
