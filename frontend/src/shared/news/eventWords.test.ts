import { expect, test } from "vitest";
import { sentenceOf } from "./eventWords";
import type { MarketEvent } from "./queries";

const EVENT: MarketEvent = {
  ticker: "FPT",
  session: "2026-11-19",
  at: "2026-11-19T08:00:00Z",
  kind: "ceiling",
  value: 25_900,
  unit: "VND",
  baseline: 24_250,
  detail: null,
};

test("figures stand with their units", () => {
  expect(sentenceOf(EVENT)).toBe(
    "FPT closed at the ceiling, 25\u202f900 VND: +6.8% of the reference price 24\u202f250 VND.",
  );
  expect(sentenceOf({ ...EVENT, kind: "volume_spike", value: 4e6, baseline: 1.25e6, unit: "shares" })).toBe(
    "4.0\u202fM shares of FPT were traded, 3.2 times the mean of the 20 sessions before, 1.3\u202fM.",
  );
  expect(
    sentenceOf({ ...EVENT, kind: "ex_date", value: 0.15, baseline: null, detail: "stock_dividend" }),
  ).toBe("From this session on, FPT trades without a stock dividend of 0.15 new shares for each share held.");
});
