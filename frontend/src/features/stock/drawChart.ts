import { createChart, LineSeries, LineStyle, type MouseEventParams } from "lightweight-charts";
import { optionsOf, PRICES, stylesOf } from "@/shared/charts/options";
import { IntervalBand } from "./IntervalBand";
import { bandOf, type ChartPoint, closesOf, forecastOf } from "./points";

/** The session under the pointer. */
export type Hovered = { date: string; x: number; rightHalf: boolean };

export type DrawnChart = { show: (points: ChartPoint[]) => void; remove: () => void };

/** Create an empty chart in an element; `show` fills it. */
export function drawChart(element: HTMLElement, onHover: (hovered: Hovered | null) => void): DrawnChart {
  const { colour } = stylesOf(element);
  const chart = createChart(element, optionsOf(element));
  const closes = chart.addSeries(LineSeries, {
    color: colour("--accent"),
    lineWidth: 2,
    priceLineVisible: false,
    priceFormat: PRICES,
  });
  const forecast = chart.addSeries(LineSeries, {
    color: colour("--forecast"),
    lineWidth: 2,
    lineStyle: LineStyle.Dashed,
    priceLineVisible: false,
    priceFormat: PRICES,
  });
  const band = new IntervalBand(colour("--forecast"));
  forecast.attachPrimitive(band);

  chart.subscribeCrosshairMove(({ time, point }: MouseEventParams) => {
    if (typeof time !== "string" || !point) return onHover(null);
    onHover({ date: time, x: point.x, rightHalf: point.x > element.clientWidth / 2 });
  });

  return {
    show(points) {
      band.show(bandOf(points));
      closes.setData(closesOf(points));
      forecast.setData(forecastOf(points));
      chart.timeScale().fitContent();
    },
    remove: () => chart.remove(),
  };
}
