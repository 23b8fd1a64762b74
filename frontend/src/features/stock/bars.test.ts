import { expect, test } from "vitest";
import {
  type Action,
  actionsByBar,
  type Bar,
  candlesOf,
  labelOf,
  seriesSummary,
  termsOf,
  volumesOf,
} from "./bars";

const BAR: Bar = {
  date: "2026-06-29",
  startsAt: null,
  lastDate: "2026-06-30",
  open: 32000,
  high: 33000,
  low: 31000,
  close: 31500,
  volume: 1_000,
};
const CLOSE_ALONE: Bar = {
  ...BAR,
  date: "2026-07-01",
  lastDate: "2026-07-02",
  open: null,
  high: null,
  low: null,
};
const MINUTE: Bar = { ...BAR, lastDate: BAR.date, startsAt: "2026-06-29T09:15:00+07:00" };
const DIVIDEND: Action = {
  exDate: "2026-06-30",
  kind: "cash_dividend",
  cash: 1000,
  ratio: 0,
  issuePrice: 0,
  factor: null,
  origin: "declared",
  source: "a notice",
  isUsed: true,
};

test("a bar of which only the close is known is a line in the colour of a rise", () => {
  const line = { time: "2026-07-01", open: 31500, high: 31500, low: 31500, close: 31500 };
  expect(candlesOf([BAR, CLOSE_ALONE])[1]).toEqual(line);
  expect(volumesOf([BAR, CLOSE_ALONE], "green", "red").map(({ color }) => color)).toEqual(["red", "green"]);
});

test("minutes are placed and named in Vietnam's time, in whatever zone the browser is", () => {
  expect(candlesOf([MINUTE])[0]?.time).toBe(Date.UTC(2026, 5, 29, 9, 15) / 1000);
  expect([MINUTE, BAR, { ...BAR, lastDate: BAR.date }].map(labelOf)).toEqual([
    "2026-06-29 09:15",
    "2026-06-29 – 2026-06-30",
    "2026-06-29",
  ]);
});

test("an action belongs to the bar that has its ex-date, or to the next one", () => {
  const on = (exDate: string) => [...actionsByBar([BAR, CLOSE_ALONE], [{ ...DIVIDEND, exDate }]).keys()];
  expect(on("2026-06-30")).toEqual(["2026-06-29"]);
  expect(on("2026-07-01")).toEqual(["2026-07-01"]);
  expect(on("2026-06-28")).toEqual([]);
  expect(on("2026-07-03")).toEqual([]);
  expect(actionsByBar([BAR], [DIVIDEND, DIVIDEND]).get("2026-06-29")).toHaveLength(2);
});

test("terms are those that the action has, and a guess says so", () => {
  expect(termsOf(DIVIDEND)).toBe("Cash dividend of 1\u202f000 VND a share");
  expect(termsOf({ ...DIVIDEND, kind: "rights_issue", cash: 0, ratio: 0.5, issuePrice: 10000 })).toBe(
    "Rights issue of 50 new for 100 held at 10\u202f000 VND",
  );
  expect(
    termsOf({ ...DIVIDEND, kind: "unknown", cash: 0, ratio: 0.123, origin: "inferred", factor: 0.89 }),
  ).toBe("Adjustment of 12.3 new for 100 held (inferred: earlier prices × 0.8900)");
});

test("the summary says what the chart shows", () => {
  expect(seriesSummary("FPT", "raw", [BAR, CLOSE_ALONE], [DIVIDEND])).toBe(
    "FPT, as traded: close of 31\u202f500 VND on 2026-06-29 – 2026-06-30, 31\u202f500 VND on 2026-07-01 – 2026-07-02; " +
      "highest 33\u202f000, lowest 31\u202f000; 1 corporate action.",
  );
  expect(seriesSummary("FPT", "raw", [], [])).toBe("FPT: no prices in this range.");
});
