import { Table } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { percent, price } from "@/shared/format/numbers";
import type { Detail } from "./queries";

const STOCKS = [
  m.portfolio_gain(),
  m.portfolio_realised(),
  m.portfolio_not_realised(),
  m.portfolio_dividends(),
  m.portfolio_fees(),
  m.portfolio_taxes(),
];
const SECTORS = [m.portfolio_value(), m.portfolio_share_of_stocks(), m.portfolio_gain()];

/** What each stock has brought, those that are no longer held included. */
export function GainsTable({ detail }: { detail: Detail }) {
  return (
    <Figures
      label={m.portfolio_gains_by_stock()}
      caption={m.portfolio_vnd_after_fees_and_taxes_which()}
      first={m.portfolio_stock()}
      columns={STOCKS}
      rows={[
        ...detail.gains.map(({ ticker, total, realised, unrealised, dividends, fees, taxes }) => ({
          name: ticker,
          cells: [total, realised, unrealised, dividends, fees, taxes].map((amount) => price(amount)),
        })),
        ...(detail.otherCosts === 0
          ? []
          : [
              {
                name: m.portfolio_costs_of_none(),
                cells: [price(-detail.otherCosts), "", "", "", price(detail.otherCosts), ""],
              },
            ]),
      ]}
    />
  );
}

/** The same by sector, with what is held of each. */
export function SectorsTable({ detail }: { detail: Detail }) {
  const stocks = detail.sectors.reduce((sum, { value }) => sum + value, 0);
  return (
    <Figures
      label={m.portfolio_sectors()}
      caption={m.portfolio_value_and_gain_in_vnd()}
      first={m.portfolio_sector()}
      columns={SECTORS}
      rows={detail.sectors.map(({ sector, value, gain }) => ({
        name: sector,
        cells: [price(value), percent(stocks > 0 ? (100 * value) / stocks : null), price(gain)],
      }))}
    />
  );
}

type Row = { name: string; cells: string[] };
type Props = { label: string; caption: string; first: string; columns: string[]; rows: Row[] };

function Figures({ label, caption, first, columns, rows }: Props) {
  return (
    <Table.ScrollContainer
      minWidth={140 * columns.length}
      scrollAreaProps={{
        viewportProps: { tabIndex: 0, role: "region", "aria-label": m.portfolio_table({ label }) },
      }}
    >
      <Table>
        <Table.Caption>{caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{first}</Table.Th>
            {columns.map((column) => (
              <Table.Th key={column} scope="col" ta="right">
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ name, cells }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{name}</Table.Th>
              {columns.map((column, place) => (
                <Table.Td key={column} ta="right" className="figures">
                  {cells[place]}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
