import {
  createChart,
  createSeriesMarkers,
  LineSeries,
  LineStyle,
  type SeriesMarker,
  type Time,
} from "lightweight-charts";
import { useEffect, useRef } from "react";
import { m } from "@/paraglide/messages";
import { LinesTable } from "@/shared/charts/ChartTable";
import { optionsOf, stylesOf } from "@/shared/charts/options";
import { perTheme } from "@/shared/charts/perTheme";
import { StateBands } from "@/shared/charts/StateBands";
import type { Stretch } from "@/shared/charts/stretches";
import { count, decimal } from "@/shared/format/numbers";
import classes from "./GrowthChart.module.css";

/** The id names the line in the file. */
export type GrowthLine = { name: string; id?: string; sessions: string[]; values: (number | null)[] };
export type Mark = { session: string; isPurchase: boolean };
export type Trend = "bull" | "bear";

type Props = {
  lines: GrowthLine[];
  marks?: Mark[];
  trends?: Stretch<Trend>[];
};

const COLOURS = ["--accent", "--forecast", "--quiet", "--middling", "--up"] as const;

/** Lines from 100, with purchases, sales and the trend of the market where they are given. */
export const GrowthChart = perTheme(DrawnGrowthChart);

function DrawnGrowthChart({ lines, marks = [], trends = [] }: Props) {
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const { colour } = stylesOf(element);
    const chart = createChart(element, optionsOf(element));
    const drawn = lines.map((line, place) => {
      const series = chart.addSeries(LineSeries, {
        lineWidth: place === 0 ? 2 : 1,
        priceLineVisible: false,
        color: colour(COLOURS[place % COLOURS.length] ?? "--accent"),
        lineStyle: place === 0 ? LineStyle.Solid : LineStyle.Dashed,
        priceFormat: { type: "custom", formatter: (value: number) => count(value), minMove: 0.1 },
      });
      series.setData(grown(line));
      return series;
    });
    const [first] = drawn;
    if (first !== undefined) {
      const bands = new StateBands<Trend>({ bull: colour("--band-calm"), bear: colour("--band-wild") });
      first.attachPrimitive(bands);
      bands.show(trends);
      createSeriesMarkers(
        first,
        marks.map(
          ({ session, isPurchase }): SeriesMarker<Time> => ({
            time: session,
            position: isPurchase ? "belowBar" : "aboveBar",
            shape: isPurchase ? "arrowUp" : "arrowDown",
            color: colour(isPurchase ? "--up" : "--down"),
          }),
        ),
      );
    }
    chart.timeScale().fitContent();
    // All sessions stay in view on another width.
    chart.timeScale().subscribeSizeChange(() => chart.timeScale().fitContent());
    return () => chart.remove();
  }, [lines, marks, trends]);

  return (
    <>
      <div ref={box} className={classes.canvas} role="img" aria-label={summaryOf(lines)} />
      <p className={classes.legend}>
        {lines.map(({ name }, place) => (
          <span key={name} data-line={COLOURS[place % COLOURS.length]}>
            {name}
          </span>
        ))}
        {trends.length > 0 && <span data-band>{m.simulations_behind_vnindex_above_or_below_its()}</span>}
        {/* The library's licence requires this attribution. */}
        <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
          {m.simulations_charts_by_tradingview()}
        </a>
      </p>
      <LinesTable
        name={summaryOf(lines)}
        lines={lines.map((line) => ({ name: line.name, id: line.id ?? line.name, points: grown(line) }))}
        format={(value) => decimal(value, 1)}
        fileName="growth"
      />
    </>
  );
}

function grown({ sessions, values }: GrowthLine) {
  const first = values.find((value) => value !== null);
  return sessions.flatMap((session, place) => {
    const value = values[place];
    return value == null || !first ? [] : [{ time: session, value: (100 * value) / first }];
  });
}

function summaryOf(lines: GrowthLine[]): string {
  const [first] = lines;
  if (first === undefined || first.sessions.length === 0) return m.simulations_no_sessions_to_show();
  const ends = lines.map((line) => `${line.name} ${endOf(line)}`);
  return m.simulations_growth_of_100_from_to({
    value: first.sessions[0] ?? "–",
    at: first.sessions.at(-1) ?? "–",
    ends: ends.join(", "),
  });
}

function endOf(line: GrowthLine): string {
  const last = grown(line).at(-1);
  return last ? decimal(last.value, 1) : m.simulations_unknown();
}
