import { m } from "@/paraglide/messages";
import { ChartTable } from "@/shared/charts/ChartTable";
import { price } from "@/shared/format/numbers";
import type { DataColumns } from "@/shared/table/columns";
import type { ChartPoint } from "./points";

/** The points of the chart as a table, the newest first. */
export function PointsTable({ ticker, points }: { ticker: string; points: ChartPoint[] }) {
  return (
    <ChartTable
      name={m.stock_points_caption({ ticker })}
      fileName={`forecast-${ticker}`}
      rows={points.toReversed()}
      keyOf={({ date }) => date}
      columns={COLUMNS}
    />
  );
}

const COLUMNS: DataColumns<ChartPoint> = [
  { id: "session", name: m.stock_session(), of: ({ date }) => date, value: ({ date }) => date },
  {
    id: "actual_vnd",
    name: m.stock_actual(),
    of: ({ actualPrice }) => price(actualPrice),
    value: ({ actualPrice }) => actualPrice,
  },
  {
    id: "predicted_vnd",
    name: m.stock_predicted(),
    of: ({ predictedPrice }) => price(predictedPrice),
    value: ({ predictedPrice }) => predictedPrice,
  },
  {
    id: "lower_80_vnd",
    name: m.stock_lower_80(),
    of: ({ lowerPrice }) => price(lowerPrice),
    value: ({ lowerPrice }) => lowerPrice,
  },
  {
    id: "upper_80_vnd",
    name: m.stock_upper_80(),
    of: ({ upperPrice }) => price(upperPrice),
    value: ({ upperPrice }) => upperPrice,
  },
];
