import { Button, Group, Table, Text } from "@mantine/core";
import { Change } from "@/shared/components/figures";
import { TextLink } from "@/shared/components/TextLink";
import { csvOf, download } from "@/shared/csv";
import { count, percent, price } from "@/shared/format/numbers";
import type { Detail } from "./queries";

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
        No shares are held.
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
          viewportProps: { tabIndex: 0, role: "region", "aria-label": "Table of holdings" },
        }}
      >
        <Table>
          <Table.Caption>
            Prices are closes as traded, in VND. The cost is the average cost with fees.
          </Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Stock</Table.Th>
              <Table.Th scope="col">Sector</Table.Th>
              <Table.Th scope="col" ta="right">
                Shares
              </Table.Th>
              <Table.Th scope="col" ta="right">
                Can be sold
              </Table.Th>
              <Table.Th scope="col" ta="right">
                Average cost
              </Table.Th>
              <Table.Th scope="col" ta="right">
                Close
              </Table.Th>
              <Table.Th scope="col" ta="right">
                Value
              </Table.Th>
              <Table.Th scope="col" ta="right">
                Gain
              </Table.Th>
              <Table.Th scope="col" ta="right">
                Weight
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
          Download holdings as CSV
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
