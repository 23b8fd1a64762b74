import { type Draft, isObject } from "../document";

/** Who has a weight in the ensemble. */
export const WEIGHTS = ["naive", "pooled", "randomForest", "gradientBoosting", "svr", "ridge"] as const;

/** The same share for each model that is on; all to the naive forecast where none is. */
export function equalWeights(models: unknown): Draft {
  const isOn = (member: string) =>
    isObject(models) && isObject(models[member]) && models[member].enabled === true;
  const members = WEIGHTS.filter(isOn);
  // Three digits, as a person would write it: the API allows for the rounding.
  const share = members.length > 0 ? Number((1 / members.length).toFixed(3)) : 0;
  return Object.fromEntries(
    WEIGHTS.map((member) => [member, isOn(member) ? share : member === "naive" && share === 0 ? 1 : 0]),
  );
}

/** What the weights come to, for people. */
export function weightSum(weights: Draft): string {
  const sum = Object.values(weights).reduce<number>(
    (sum, weight) => sum + (typeof weight === "number" ? weight : 0),
    0,
  );
  return String(Number(sum.toFixed(3)));
}
