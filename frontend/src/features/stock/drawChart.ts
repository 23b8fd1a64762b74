import { createChart, LineSeries, LineStyle, type MouseEventParams } from "lightweight-charts";
import { price } from "@/shared/format/numbers";
import { IntervalBand } from "./IntervalBand";
import { bandOf, type ChartPoint, closesOf, forecastOf } from "./points";

/** The session under the pointer. */
export type Hovered = { date: string; x: number; rightHalf: boolean };

export type DrawnChart = { show: (points: ChartPoint[]) => void; remove: () => void };

/** Create an empty chart in an element; `show` fills it. */
export function drawChart(element: HTMLElement, onHover: (hovered: Hovered | null) => void): DrawnChart {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const chart = createChart(element, {
    autoSize: true,
    layout: {
      // The attribution stands below the chart, for keyboards and screen readers too.
      attributionLogo: false,
      fontFamily: style.fontFamily,
      textColor: colour("--quiet"),
    },
    grid: { vertLines: { visible: false }, horzLines: { color: colour("--quiet-tint") } },
    localization: {
      locale: "en-GB",
      dateFormat: "yyyy-MM-dd",
      priceFormatter: (value: number) => price(value),
    },
    rightPriceScale: {
      borderVisible: false,
      entireTextOnly: true,
      scaleMargins: { top: 0.12, bottom: 0.08 },
    },
    timeScale: { borderVisible: false, fixLeftEdge: true, fixRightEdge: true },
    // Controls above the chart set the ranges; on a phone a swipe scrolls the page.
    handleScroll: false,
    handleScale: false,
  });
  const closes = chart.addSeries(LineSeries, {
    color: colour("--accent"),
    lineWidth: 2,
    priceLineVisible: false,
  });
  const forecast = chart.addSeries(LineSeries, {
    color: colour("--forecast"),
    lineWidth: 2,
    lineStyle: LineStyle.Dashed,
    priceLineVisible: false,
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
