import type { FileColumn } from "@/shared/table/useFile";
import type { MarketRow } from "./columns";

/** The market in a file: prices in VND, changes in percent over trading sessions, chances from 0 to 1. */
export const FILE_COLUMNS: FileColumn<MarketRow>[] = [
  { id: "symbol", value: ({ symbol }) => symbol },
  { id: "name", value: ({ name }) => name },
  { id: "sector", value: ({ sector }) => sector },
  { id: "price_vnd", value: ({ currentPrice }) => currentPrice },
  ...(["7d", "15d", "30d"] as const).flatMap((horizon): FileColumn<MarketRow>[] => [
    { id: `change_${horizon}_pct`, value: ({ pctChange }) => pctChange[horizon]?.actualPct },
    { id: `price_${horizon}_ago_vnd`, value: ({ pctChange }) => pctChange[horizon]?.actualPrice },
  ]),
  ofForecast("predicted_change_7d_pct", (forecast) => forecast.predictedPct),
  ofForecast("predicted_price_7d_vnd", (forecast) => forecast.predictedPrice),
  ofForecast("verdict_7d", (forecast) => forecast.verdict),
  ofForecast("vn30_rank_7d", (forecast) => forecast.vn30Rank),
  ofForecast("chance_to_beat_vn30_7d", (forecast) => forecast.probabilityOfBeatingVn30),
];

type Forecast = NonNullable<MarketRow["predictedPctChange"]["7d"]>;

function ofForecast(
  id: string,
  value: (forecast: Forecast) => string | number | null,
): FileColumn<MarketRow> {
  return {
    id,
    value: ({ predictedPctChange }) => {
      const forecast = predictedPctChange["7d"];
      return forecast && value(forecast);
    },
  };
}
