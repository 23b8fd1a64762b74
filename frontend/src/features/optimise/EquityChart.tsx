import { Group } from "@mantine/core";
import { createChart, LineSeries, LineStyle } from "lightweight-charts";
import { useEffect, useRef } from "react";
import { m } from "@/paraglide/messages";
import { LinesTable } from "@/shared/charts/ChartTable";
import { optionsOf, stylesOf } from "@/shared/charts/options";
import { perTheme } from "@/shared/charts/perTheme";
import { count, decimal } from "@/shared/format/numbers";
import classes from "./EquityChart.module.css";
import { type Curve, curvesOf, summaryOf } from "./equity";
import type { WalkForwardDetail } from "./queries";

/** The value of each method and of what stands beside it, on a logarithmic axis. */
export const EquityChart = perTheme(DrawnEquityChart);

function DrawnEquityChart({ walk }: { walk: WalkForwardDetail }) {
  const box = useRef<HTMLDivElement>(null);
  const curves = curvesOf(walk);
  const drawn = JSON.stringify(curves);
  useEffect(() => {
    if (box.current === null) return;
    const chart = draw(box.current, JSON.parse(drawn) as Curve[]);
    return () => chart.remove();
  }, [drawn]);
  if (curves.length === 0) return null;
  return (
    <>
      <div ref={box} className={classes.canvas} role="img" aria-label={summaryOf(curves)} />
      <Group gap="md" className={classes.legend}>
        {curves.map(({ name, colour, isBeside }) => (
          <span key={name}>
            <svg width={22} height={4} viewBox="0 0 22 4" aria-hidden>
              <line
                x2={22}
                y1={2}
                y2={2}
                stroke={`var(${colour})`}
                strokeWidth={3}
                {...(isBeside ? { strokeDasharray: "5 3" } : {})}
              />
            </svg>{" "}
            {name}
          </span>
        ))}
        {/* The library's licence requires this attribution. */}
        <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
          {m.optimise_charts_by_tradingview()}
        </a>
      </Group>
      <LinesTable
        name={summaryOf(curves)}
        lines={curves}
        format={(value) => decimal(value, 1)}
        fileName="walk-forward-growth"
      />
    </>
  );
}

function draw(element: HTMLElement, curves: Curve[]) {
  const { colour } = stylesOf(element);
  const options = optionsOf(element);
  const chart = createChart(element, {
    ...options,
    rightPriceScale: { ...options.rightPriceScale, mode: 1 },
  });
  for (const curve of curves) {
    const series = chart.addSeries(LineSeries, {
      lineWidth: 2,
      priceLineVisible: false,
      color: colour(curve.colour),
      lineStyle: curve.isBeside ? LineStyle.Dashed : LineStyle.Solid,
      priceFormat: { type: "custom", formatter: count, minMove: 0.1 },
    });
    series.setData(curve.points);
  }
  chart.timeScale().subscribeSizeChange(() => chart.timeScale().fitContent());
  chart.timeScale().fitContent();
  return chart;
}
