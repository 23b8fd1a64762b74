import { ScrollArea, Table } from "@mantine/core";
import { m } from "@/paraglide/messages";
import classes from "@/shared/charts/ChartTable.module.css";
import { price } from "@/shared/format/numbers";
import type { ChartPoint } from "./points";

/** The points of the chart as a table, the newest first. */
export function PointsTable({ ticker, points }: { ticker: string; points: ChartPoint[] }) {
  return (
    <details className={classes.details}>
      <summary>{m.shared_chart_table()}</summary>
      <ScrollArea.Autosize
        mah={320}
        mt="xs"
        viewportProps={{ tabIndex: 0, "aria-label": m.stock_points_of({ ticker }) }}
      >
        <Table stickyHeader captionSide="top">
          <Table.Caption>{m.stock_points_caption({ ticker })}</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{m.stock_session()}</Table.Th>
              <Table.Th scope="col">{m.stock_actual()}</Table.Th>
              <Table.Th scope="col">{m.stock_predicted()}</Table.Th>
              <Table.Th scope="col">{m.stock_80_interval()}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody className="figures">
            {points.toReversed().map((point) => (
              <Table.Tr key={point.date}>
                <Table.Th scope="row" fw={400}>
                  {point.date}
                </Table.Th>
                <Table.Td>{price(point.actualPrice)}</Table.Td>
                <Table.Td>{price(point.predictedPrice)}</Table.Td>
                <Table.Td>
                  {point.lowerPrice == null ? "–" : `${price(point.lowerPrice)} – ${price(point.upperPrice)}`}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </details>
  );
}
