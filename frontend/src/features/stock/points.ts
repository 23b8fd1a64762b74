import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { price } from "@/shared/format/numbers";

export type ChartPoint = Schemas["ChartPoint"];

/** A point of a line, in the chart library's format. */
export type LinePoint = { time: string; value: number };

/** A point of the band between the bounds of the interval. */
export type BandPoint = { time: string; lower: number; upper: number };

/** The closes as a line. */
export function closesOf(points: ChartPoint[]): LinePoint[] {
  return points.flatMap(({ date, actualPrice }) =>
    actualPrice === null ? [] : [{ time: date, value: actualPrice }],
  );
}

/** The forecast as a line, which starts at the last close. */
export function forecastOf(points: ChartPoint[]): LinePoint[] {
  return points.flatMap(({ date, predictedPrice }) =>
    predictedPrice === null ? [] : [{ time: date, value: predictedPrice }],
  );
}

/** Whether the chart has a forecast. */
export function hasForecast(points: ChartPoint[]): boolean {
  return points.some((point) => point.actualPrice === null && point.predictedPrice !== null);
}

/** The interval as a band that starts at the last close with width 0. */
export function bandOf(points: ChartPoint[]): BandPoint[] {
  const band = points.flatMap(({ date, lowerPrice, upperPrice }) =>
    lowerPrice == null || upperPrice == null ? [] : [{ time: date, lower: lowerPrice, upper: upperPrice }],
  );
  const start = closesOf(points).at(-1);
  const first = band[0];
  if (!start || !first || first.time <= start.time) return band;
  return [{ time: start.time, lower: start.value, upper: start.value }, ...band];
}

/** The chart as a sentence, for screen readers. */
export function summaryOf(ticker: string, points: ChartPoint[]): string {
  const closes = closesOf(points);
  const first = closes[0];
  const last = closes.at(-1);
  if (!first || !last) return m.stock_no_closes({ ticker });
  const history = m.stock_history_words({
    ticker,
    first: price(first.value),
    start: first.time,
    last: price(last.value),
    end: last.time,
  });
  const end = points.findLast((point) => point.actualPrice === null && point.predictedPrice !== null);
  if (!end) return m.stock_then_no_forecast({ history });
  const forecast = { history, price: price(end.predictedPrice), date: end.date };
  return end.lowerPrice == null
    ? m.stock_then_forecast(forecast)
    : m.stock_then_forecast_interval({
        ...forecast,
        lower: price(end.lowerPrice),
        upper: price(end.upperPrice),
      });
}
