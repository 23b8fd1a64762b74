import { expect, test } from "vitest";
import { bandOf, type ChartPoint, closesOf, forecastOf, summaryOf } from "./points";

const NONE = { predictedPrice: null, lowerPrice: null, upperPrice: null };
const CLOSES: ChartPoint[] = [
  { date: "2026-06-29", actualPrice: 32000, ...NONE },
  { date: "2026-06-30", actualPrice: 32960, ...NONE, predictedPrice: 32960 },
];
const POINTS: ChartPoint[] = [
  ...CLOSES,
  { date: "2026-07-01", actualPrice: null, predictedPrice: 33042, lowerPrice: 31000, upperPrice: 35000 },
];

test("closes and forecast meet at the last close, where the fan opens", () => {
  expect(closesOf(POINTS).at(-1)).toEqual({ time: "2026-06-30", value: 32960 });
  expect(forecastOf(POINTS)[0]).toEqual({ time: "2026-06-30", value: 32960 });
  expect(bandOf(POINTS)).toEqual([
    { time: "2026-06-30", lower: 32960, upper: 32960 },
    { time: "2026-07-01", lower: 31000, upper: 35000 },
  ]);
});

test("the summary says what the chart shows", () => {
  expect(summaryOf("FPT", POINTS)).toBe(
    "FPT: close of 32\u202f000 VND on 2026-06-29, 32\u202f960 VND on 2026-06-30; " +
      "forecast of 33\u202f042 VND for 2026-07-01, 80% interval 31\u202f000 to 35\u202f000.",
  );
  expect(summaryOf("FPT", CLOSES)).toContain("no forecast");
  expect(summaryOf("FPT", [])).toBe("FPT: no closes yet.");
});

test("a forecast without an interval has no band", () => {
  const bare = POINTS.map((point) => ({ ...point, lowerPrice: null, upperPrice: null }));
  expect(bandOf(bare)).toEqual([]);
  expect(summaryOf("FPT", bare)).not.toContain("interval");
});
