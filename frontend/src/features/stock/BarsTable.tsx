import { ScrollArea, Table } from "@mantine/core";
import { m } from "@/paraglide/messages";
import classes from "@/shared/charts/ChartTable.module.css";
import { count, price } from "@/shared/format/numbers";
import { type Bar, labelOf } from "./bars";

/** The bars of the chart as a table, the newest first. */
export function BarsTable({ ticker, raw, bars }: { ticker: string; raw: boolean; bars: Bar[] }) {
  return (
    <details className={classes.details}>
      <summary>{m.stock_show_the_bars_as_a_table()}</summary>
      <ScrollArea.Autosize
        mah={320}
        mt="xs"
        viewportProps={{ tabIndex: 0, "aria-label": m.stock_bars_of({ ticker }) }}
      >
        <Table stickyHeader captionSide="top">
          <Table.Caption>
            {raw ? m.stock_bars_raw({ ticker }) : m.stock_bars_adjusted({ ticker })}
          </Table.Caption>
          <Table.Thead>
            <Table.Tr>
              {[
                m.stock_session(),
                m.stock_open(),
                m.stock_high(),
                m.stock_low(),
                m.stock_close(),
                m.stock_volume(),
              ].map((name) => (
                <Table.Th key={name} scope="col">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody className="figures">
            {bars.toReversed().map((bar) => (
              <Table.Tr key={labelOf(bar)}>
                <Table.Th scope="row" fw={400}>
                  {labelOf(bar)}
                </Table.Th>
                <Table.Td>{price(bar.open)}</Table.Td>
                <Table.Td>{price(bar.high)}</Table.Td>
                <Table.Td>{price(bar.low)}</Table.Td>
                <Table.Td>{price(bar.close)}</Table.Td>
                <Table.Td>{count(bar.volume)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </details>
  );
}
