import { Group } from "@mantine/core";
import { createChart, LineSeries, LineStyle } from "lightweight-charts";
import { useEffect, useRef } from "react";
import { m } from "@/paraglide/messages";
import { LinesTable } from "@/shared/charts/ChartTable";
import { optionsOf, stylesOf } from "@/shared/charts/options";
import { perTheme } from "@/shared/charts/perTheme";
import { compact, decimal, price } from "@/shared/format/numbers";
import type { Point } from "./queries";
import { type Line, linesOf, summaryOf, type View } from "./series";
import classes from "./ValueChart.module.css";

type Drawn = { show: (lines: [Line, Line], view: View) => void; remove: () => void };

/** Index points, or VND. */
const FORMATS: Record<View, (value: number) => string> = {
  growth: (value) => decimal(value, 1),
  value: price,
};

/** A line of the portfolio, and a dashed one of the VN30 or of the deposits. */
export const ValueChart = perTheme(DrawnValueChart);

function DrawnValueChart({ points, view }: { points: Point[]; view: View }) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | null>(null);

  useEffect(() => {
    if (box.current === null) return;
    const chart = draw(box.current);
    drawn.current = chart;
    return () => {
      drawn.current = null;
      chart.remove();
    };
  }, []);

  useEffect(() => {
    drawn.current?.show(linesOf(points, view), view);
  }, [points, view]);

  const [own, beside] = linesOf(points, view);
  const isGrowth = view === "growth";
  const named = [
    {
      id: isGrowth ? "portfolio_from_100" : "value_vnd",
      name: isGrowth ? m.portfolio_portfolio_from_100() : m.portfolio_value(),
      points: own,
    },
    {
      id: isGrowth ? "vn30_from_100" : "net_deposits_vnd",
      name: isGrowth ? m.portfolio_vn30_from_100() : m.portfolio_net_deposits(),
      points: beside,
    },
  ];
  return (
    <>
      <div ref={box} className={classes.canvas} role="img" aria-label={summaryOf(points, view)} />
      <Group gap="md" mt="xs" className={classes.legend}>
        <span data-line="own">{named[0]?.name}</span>
        <span data-line="beside">{named[1]?.name}</span>
        {/* The library's licence requires this attribution. */}
        <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
          {m.portfolio_charts_by_tradingview()}
        </a>
      </Group>
      <LinesTable
        name={summaryOf(points, view)}
        lines={named}
        format={FORMATS[view]}
        fileName={`portfolio-${view}`}
      />
    </>
  );
}

function draw(element: HTMLElement): Drawn {
  const { colour } = stylesOf(element);
  const chart = createChart(element, optionsOf(element));
  const common = { lineWidth: 2, priceLineVisible: false } as const;
  const own = chart.addSeries(LineSeries, { ...common, color: colour("--accent") });
  const beside = chart.addSeries(LineSeries, {
    ...common,
    color: colour("--forecast"),
    lineStyle: LineStyle.Dashed,
  });
  // All sessions stay in view on another width.
  chart.timeScale().subscribeSizeChange(() => chart.timeScale().fitContent());
  return {
    show([ownLine, besideLine], view) {
      const formatter = view === "value" ? compact : (value: number) => decimal(value, 1);
      for (const series of [own, beside]) {
        series.applyOptions({ priceFormat: { type: "custom", formatter, minMove: 0.1 } });
      }
      own.setData(ownLine);
      beside.setData(besideLine);
      chart.timeScale().fitContent();
    },
    remove: () => chart.remove(),
  };
}
