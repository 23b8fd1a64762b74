import type { Schemas } from "@/api/client";
import { rounded } from "@/shared/format/numbers";
import type { Method, Request } from "./queries";

type Entered = number | string;
export type SectorLimit = { sector: string; percent: Entered };

/** What the form holds; numbers of the inputs are empty texts where nothing is entered. */
export type Values = {
  method: Method;
  universe: Request["universe"];
  lookback: Entered;
  minWeight: Entered;
  maxWeight: Entered;
  minNames: Entered;
  maxNames: Entered;
  maxTurnover: Entered;
  minHoldingSessions: Entered;
  cash: Entered;
  sectors: SectorLimit[];
};

export const INITIAL: Values = {
  method: "minimum_variance",
  universe: "vn30",
  lookback: 500,
  minWeight: "",
  maxWeight: 20,
  minNames: "",
  maxNames: "",
  maxTurnover: "",
  minHoldingSessions: "",
  cash: 2,
  sectors: [],
};

/** The constraints of a request; weights are entered in percent. */
export function constraintsOf(values: Values): Schemas["ConstraintsConfig"] {
  return {
    minWeight: shareOf(values.minWeight) ?? 0,
    maxWeight: shareOf(values.maxWeight) ?? 1,
    maxBySector: Object.fromEntries(
      values.sectors
        .filter(({ sector, percent }) => sector !== "" && percent !== "")
        .map(({ sector, percent }) => [sector, shareOf(percent) ?? 0]),
    ),
    minNames: numberOf(values.minNames),
    maxNames: numberOf(values.maxNames),
    maxTurnover: shareOf(values.maxTurnover),
    minHoldingSessions: numberOf(values.minHoldingSessions) ?? 0,
    cashShare: shareOf(values.cash) ?? 0,
  };
}

/** The request of an optimum. */
export function requestOf(values: Values): Request {
  return {
    method: values.method,
    universe: values.universe,
    lookback: numberOf(values.lookback) ?? 500,
    riskFree: 0,
    constraints: constraintsOf(values),
  };
}

function numberOf(value: Entered): number | null {
  return value === "" ? null : Number(value);
}

/** 0.2 for 20 percent, without the noise of a division. */
function shareOf(value: Entered): number | null {
  return value === "" ? null : rounded(Number(value) / 100, 6);
}
