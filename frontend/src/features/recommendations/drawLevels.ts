import { createChart, createSeriesMarkers, type IPriceLine, LineSeries, LineStyle } from "lightweight-charts";
import { optionsOf, PRICES, stylesOf } from "@/shared/charts/options";
import type { Level } from "./levels";

export type DrawnLevels = {
  show: (closes: { time: string; value: number }[], levels: Level[], session: string) => void;
  remove: () => void;
};

/** Create an empty chart of closes in an element; `show` fills it, with a line for each level. */
export function drawLevels(element: HTMLElement): DrawnLevels {
  const { colour } = stylesOf(element);
  const chart = createChart(element, optionsOf(element));
  const series = chart.addSeries(LineSeries, {
    color: colour("--accent"),
    lineWidth: 2,
    priceLineVisible: false,
    priceFormat: PRICES,
    // The levels are in view, however far from the closes.
    autoscaleInfoProvider: (
      original: () => { priceRange: { minValue: number; maxValue: number } | null } | null,
    ) => {
      const own = original();
      if (own?.priceRange == null || shown.length === 0) return own;
      const prices = shown.map(({ vnd }) => vnd);
      return {
        ...own,
        priceRange: {
          minValue: Math.min(own.priceRange.minValue, ...prices),
          maxValue: Math.max(own.priceRange.maxValue, ...prices),
        },
      };
    },
  });
  const markers = createSeriesMarkers(series, []);
  let shown: Level[] = [];
  let lines: IPriceLine[] = [];

  return {
    show(closes, levels, session) {
      shown = levels;
      series.setData(closes);
      for (const line of lines) series.removePriceLine(line);
      lines = levels.map(({ name, vnd, colour: variable }) =>
        series.createPriceLine({
          price: vnd,
          title: name,
          color: colour(variable),
          lineWidth: 1,
          lineStyle: LineStyle.Dashed,
          axisLabelVisible: true,
        }),
      );
      markers.setMarkers([
        { time: session, position: "aboveBar", shape: "arrowDown", color: colour("--forecast") },
      ]);
      chart.timeScale().fitContent();
    },
    remove: () => chart.remove(),
  };
}
