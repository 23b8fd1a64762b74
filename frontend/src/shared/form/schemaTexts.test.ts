import { expect, test } from "vitest";
import schema from "../../../../docs/training-config.schema.json";
import vi from "./schema.vi.json";

const SHOWN = new Set([
  "title",
  "description",
  "x-label",
  "x-unit",
  "x-hint",
  "x-empty",
  "x-group",
  "x-unavailable",
]);

/** Names of methods and parameters, which Vietnamese uses as they are. */
const NAMES = new Set([
  "ARIMA",
  "ATR",
  "Alpha",
  "C",
  "EMA",
  "ETS",
  "Elastic net",
  "Epsilon",
  "Extra trees",
  "Gamma",
  "Gradient boosting",
  "Histogram boosting",
  "LSTM",
  "Lasso",
  "LightGBM",
  "MACD",
  "Prophet",
  "ROC",
  "RSI",
  "Ridge",
  "SMA",
  "SVR (RBF)",
  "Theta",
  "XGBoost",
  "changepoint_prior_scale",
  "l1_ratio",
  "learning_rate",
  "max_depth",
  "n_estimators",
]);

/** The texts of a schema that the form shows, each with the path of a field that has it. */
function textsOf(node: unknown, path = ""): Map<string, string> {
  if (typeof node !== "object" || node === null) return new Map();
  return new Map(
    Object.entries(node).flatMap(([name, below]): [string, string][] =>
      typeof below === "string" && SHOWN.has(name)
        ? [[below, `${path}/${name}`]]
        : [...textsOf(below, `${path}/${name}`)],
    ),
  );
}

test("each text of the schema has a Vietnamese one, and no other has", () => {
  const texts = textsOf(schema);
  const missing = [...texts].filter(([text]) => !(text in vi) && !NAMES.has(text)).map(([, path]) => path);
  expect(missing).toEqual([]);
  expect(Object.keys(vi).filter((text) => !texts.has(text))).toEqual([]);
});
