import { Table, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { count, price } from "@/shared/format/numbers";
import type { Detail } from "./queries";
import { KINDS } from "./words";

/** The corporate actions that the platform has applied on their ex-dates. */
export function ActionsTable({ actions }: { actions: Detail["actions"] }) {
  if (actions.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {m.portfolio_none_of_the_stocks_had_one()}
      </Text>
    );
  }
  return (
    <Table.ScrollContainer
      minWidth={560}
      scrollAreaProps={{
        viewportProps: { tabIndex: 0, role: "region", "aria-label": m.portfolio_table_of_actions() },
      }}
    >
      <Table>
        <Table.Caption>{m.portfolio_cash_and_shares_count_from_the()}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{m.portfolio_ex_date()}</Table.Th>
            <Table.Th scope="col">{m.portfolio_stock()}</Table.Th>
            <Table.Th scope="col">{m.portfolio_action()}</Table.Th>
            <Table.Th scope="col" ta="right">
              {m.portfolio_shares()}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {m.portfolio_cash()}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {m.portfolio_tax()}
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
                {action.isGuess && m.portfolio_terms_inferred()}
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
