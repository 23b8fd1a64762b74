import { Checkbox, Table, Text, VisuallyHidden } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { StatePill } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { count } from "@/shared/format/numbers";
import { minuteOf } from "@/shared/format/times";
import { Luck } from "./Luck";
import { isActive, type SimulationRow } from "./queries";
import { MAX_COMPARED, SIGNAL_NAMES } from "./search";
import { nameOf, periodOf, ratio, shareChange, sharePercent } from "./words";

type Props = {
  rows: SimulationRow[];
  chosen: string[];
  onToggle: (id: string, isChosen: boolean) => void;
};

/** Simulations with their main figures after costs. */
export function HistoryTable({ rows, chosen, onToggle }: Props) {
  return (
    <Table.ScrollContainer
      minWidth={1080}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={m.simulations_simulations_scrolls_sideways()}
    >
      <Table captionSide="bottom">
        <Table.Caption ta="left">{m.simulations_after_costs_return_compound_by_year()}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">
              <VisuallyHidden>{m.simulations_compare()}</VisuallyHidden>
            </Table.Th>
            <Table.Th scope="col">{m.simulations_simulation()}</Table.Th>
            <Table.Th scope="col">{m.simulations_state()}</Table.Th>
            <Table.Th scope="col">{m.simulations_period()}</Table.Th>
            {[
              m.simulations_return(),
              m.simulations_above_holding(),
              m.simulations_sharpe(),
              m.simulations_deflated_sharpe(),
              m.simulations_drawdown(),
              m.simulations_trades(),
            ].map((name) => (
              <Table.Th key={name} scope="col" ta="right">
                {name}
              </Table.Th>
            ))}
            <Table.Th scope="col">{m.simulations_requested()}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="figures">
          {rows.map((row) => (
            <Table.Tr key={row.simulationId}>
              <Table.Td>
                <Checkbox
                  size="xs"
                  aria-label={m.simulations_compare_2({ row: nameOf(row) })}
                  checked={chosen.includes(row.simulationId)}
                  disabled={
                    row.state !== "done" ||
                    (chosen.length >= MAX_COMPARED && !chosen.includes(row.simulationId))
                  }
                  onChange={(event) => onToggle(row.simulationId, event.currentTarget.checked)}
                />
              </Table.Td>
              <Table.Th scope="row" fw="normal" maw={280}>
                <TextLink to="/simulations/$simulationId" params={{ simulationId: row.simulationId }}>
                  {nameOf(row)}
                </TextLink>
                <Text size="xs" c="dimmed">
                  {SIGNAL_NAMES[row.signal]}, {row.tickers.length > 0 ? row.tickers.join(", ") : "VN30"}
                </Text>
              </Table.Th>
              <Table.Td>
                <StatePill state={row.state} />
                {isActive(row) && row.step && (
                  <Text size="xs" c="dimmed">
                    {row.step}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>{periodOf(row)}</Table.Td>
              <Table.Td ta="right">{shareChange(row.annualReturn)}</Table.Td>
              <Table.Td ta="right">{shareChange(row.annualExcess)}</Table.Td>
              <Table.Td ta="right">{ratio(row.sharpe, row.sharpeError)}</Table.Td>
              <Table.Td ta="right">
                <Luck value={row.deflatedSharpe} />
              </Table.Td>
              <Table.Td ta="right">{sharePercent(row.drawdown)}</Table.Td>
              <Table.Td ta="right">{count(row.trades)}</Table.Td>
              <Table.Td>
                {minuteOf(row.requestedAt)}
                <Text size="xs" c="dimmed">
                  {row.owner}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
