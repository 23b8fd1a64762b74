import type { Draft } from "@/shared/form/draft";
import { plain, rounded } from "@/shared/format/numbers";
import { isObject } from "@/shared/json";

const NAIVE = "naive";

/**
 * The same weight for each member whose model is on; 1 for the naive forecast where no model is.
 *
 * @param members the names of all members, the naive forecast among them.
 * @param models the section `models` of a configuration.
 */
export function equalWeights(members: readonly string[], models: unknown): Draft {
  const isOn = (member: string) =>
    isObject(models) && isObject(models[member]) && models[member].enabled === true;
  const count = members.filter(isOn).length;
  // Rounded to three digits; the API tolerates a sum that differs from 1 by the rounding.
  const share = count > 0 ? rounded(1 / count, 3) : 0;
  return Object.fromEntries(
    members.map((member) => [member, isOn(member) ? share : member === NAIVE && count === 0 ? 1 : 0]),
  );
}

/** The sum of the weights as text, rounded to three digits. */
export function weightSum(weights: Draft): string {
  const sum = Object.values(weights).reduce<number>(
    (sum, weight) => sum + (typeof weight === "number" ? weight : 0),
    0,
  );
  return plain(rounded(sum, 3));
}
