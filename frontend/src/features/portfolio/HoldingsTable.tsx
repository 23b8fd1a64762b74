import { Button, Group, Table, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Change } from "@/shared/components/figures";
import { TextLink } from "@/shared/components/TextLink";
import { csvOf, download } from "@/shared/csv";
import { count, percent, price } from "@/shared/format/numbers";
import type { Detail } from "./queries";

// Programs read the file: its header is English in every language of the app.
const HEADER = [
  "Ticker",
  "Name",
  "Sector",
  "Shares",
  "Can be sold",
  "Cost (VND)",
  "Close (VND)",
  "Session of the close",
  "Value (VND)",
  "Weight",
];

/** The shares that are held, at their last closes as traded. */
export function HoldingsTable({ detail }: { detail: Detail }) {
  const { positions } = detail;
  if (positions.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {m.portfolio_no_shares_are_held()}
      </Text>
    );
  }
  const save = () =>
    download(
      `holdings-${detail.asOf}.csv`,
      csvOf(
        HEADER,
        positions.map((row) => [
          row.ticker,
          row.name,
          row.sector,
          row.quantity,
          row.sellable,
          row.cost,
          row.price,
          row.priceOn,
          row.value,
          row.weight,
        ]),
      ),
    );
  return (
    <>
      <Table.ScrollContainer
        minWidth={820}
        scrollAreaProps={{
          viewportProps: { tabIndex: 0, role: "region", "aria-label": m.portfolio_table_of_holdings() },
        }}
      >
        <Table>
          <Table.Caption>{m.portfolio_prices_are_closes_as_traded_in()}</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{m.portfolio_stock()}</Table.Th>
              <Table.Th scope="col">{m.portfolio_sector()}</Table.Th>
              <Table.Th scope="col" ta="right">
                {m.portfolio_shares()}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {m.portfolio_can_be_sold()}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {m.portfolio_average_cost()}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {m.portfolio_close()}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {m.portfolio_value()}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {m.portfolio_gain()}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {m.portfolio_weight()}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {positions.map((row) => (
              <Table.Tr key={row.ticker}>
                <Table.Th scope="row">
                  <TextLink to="/stocks/$ticker" params={{ ticker: row.ticker }} inherit>
                    {row.ticker}
                  </TextLink>
                </Table.Th>
                <Table.Td>{row.sector ?? "–"}</Table.Td>
                <Figure>{count(row.quantity)}</Figure>
                <Figure>{count(row.sellable)}</Figure>
                <Figure>{price(row.cost / row.quantity)}</Figure>
                <Figure>{price(row.price)}</Figure>
                <Figure>{price(row.value)}</Figure>
                <Table.Td ta="right">
                  {row.cost > 0 ? <Change value={100 * (row.value / row.cost - 1)} /> : "–"}
                </Table.Td>
                <Figure>{percent(100 * row.weight)}</Figure>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group mt="sm">
        <Button size="xs" variant="default" onClick={save}>
          {m.portfolio_download_holdings_as_csv()}
        </Button>
      </Group>
    </>
  );
}

function Figure({ children }: { children: string }) {
  return (
    <Table.Td ta="right" className="figures">
      {children}
    </Table.Td>
  );
}
