import { Table, Text } from "@mantine/core";
import { count, price } from "@/shared/format/numbers";
import type { Detail } from "./queries";
import { KINDS } from "./words";

/** The corporate actions that the platform has applied on their ex-dates. */
export function ActionsTable({ actions }: { actions: Detail["actions"] }) {
  if (actions.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        None of the stocks had one while it was held.
      </Text>
    );
  }
  return (
    <Table.ScrollContainer
      minWidth={560}
      scrollAreaProps={{
        viewportProps: { tabIndex: 0, role: "region", "aria-label": "Table of corporate actions" },
      }}
    >
      <Table>
        <Table.Caption>
          Cash and shares count from the ex-date on: no source says when they arrive. Cash is after tax.
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Ex-date</Table.Th>
            <Table.Th scope="col">Stock</Table.Th>
            <Table.Th scope="col">Action</Table.Th>
            <Table.Th scope="col" ta="right">
              Shares
            </Table.Th>
            <Table.Th scope="col" ta="right">
              Cash
            </Table.Th>
            <Table.Th scope="col" ta="right">
              Tax
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {actions.map((action) => (
            <Table.Tr key={`${action.day} ${action.ticker} ${action.kind} ${action.quantity} ${action.cash}`}>
              <Table.Td className="figures">{action.day}</Table.Td>
              <Table.Td>{action.ticker}</Table.Td>
              <Table.Td>
                {KINDS[action.kind]}
                {action.isGuess && ", terms inferred from prices"}
              </Table.Td>
              <Table.Td ta="right" className="figures">
                {action.quantity ? count(action.quantity) : "–"}
              </Table.Td>
              <Table.Td ta="right" className="figures">
                {action.cash ? price(action.cash) : "–"}
              </Table.Td>
              <Table.Td ta="right" className="figures">
                {action.tax ? price(action.tax) : "–"}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
