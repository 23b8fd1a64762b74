import { Checkbox, Text, VisuallyHidden } from "@mantine/core";
import { useMemo } from "react";
import { m } from "@/paraglide/messages";
import { StatePill } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { count } from "@/shared/format/numbers";
import { minuteOf } from "@/shared/format/times";
import type { DataColumn, DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import type { Sorting } from "@/shared/table/rows";
import { Luck } from "./Luck";
import { allSimulations, isActive, type SimulationRow } from "./queries";
import { MAX_COMPARED, SIGNAL_NAMES, type SimulationsSearch, SORTS } from "./search";
import { nameOf, periodOf, ratio, shareChange, sharePercent } from "./words";

type Column = DataColumn<SimulationRow>;
type Props = {
  rows: SimulationRow[];
  isPage: boolean;
  chosen: string[];
  onToggle: (id: string, isChosen: boolean) => void;
  search: SimulationsSearch;
  onSort: (sort: SimulationsSearch["sort"]) => void;
};

/** Simulations with their main figures after costs. */
export function HistoryTable({ rows, isPage, chosen, onToggle, search, onSort }: Props) {
  const columns = useMemo<DataColumns<SimulationRow>>(
    () => [NAME, choice(chosen, onToggle), ...COLUMNS],
    [chosen, onToggle],
  );
  return (
    <DataTable
      id="simulations"
      label={m.simulations_simulations_scrolls_sideways()}
      caption={m.simulations_after_costs_return_compound_by_year()}
      minWidth={1080}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.simulationId}
      fileName="simulations"
      isPage={isPage}
      sorting={sortingBy(search.sort, onSort)}
      readAll={() => allSimulations(search)}
    />
  );
}

/** The columns by the API's names of their orders, each with the best first. */
const SORTED_COLUMNS = {
  annualReturn: "annual_return",
  annualExcess: "annual_excess",
  sharpe: "sharpe",
  deflatedSharpe: "deflated_sharpe",
  drawdown: "drawdown",
} as const;

function sortingBy(sort: SimulationsSearch["sort"], onSort: Props["onSort"]): Sorting {
  const by = sort === "newest" ? undefined : sort;
  return {
    columns: Object.values(SORTED_COLUMNS),
    order: by && { column: SORTED_COLUMNS[by], direction: by === "drawdown" ? "ascending" : "descending" },
    // A second click ends the order: the API has one direction.
    onOrder: (order) =>
      onSort(by && order?.column === SORTED_COLUMNS[by] ? undefined : nameOfOrder(order?.column)),
  };
}

function nameOfOrder(column: string | undefined): SimulationsSearch["sort"] {
  return SORTS.find((sort) => sort !== "newest" && SORTED_COLUMNS[sort] === column);
}

function choice(chosen: string[], onToggle: Props["onToggle"]): Column {
  return {
    id: "compare",
    name: <VisuallyHidden>{m.simulations_compare()}</VisuallyHidden>,
    label: m.simulations_compare(),
    isWords: true,
    of: (row) => (
      <Checkbox
        size="xs"
        aria-label={m.simulations_compare_2({ row: nameOf(row) })}
        checked={chosen.includes(row.simulationId)}
        disabled={
          row.state !== "done" || (chosen.length >= MAX_COMPARED && !chosen.includes(row.simulationId))
        }
        onChange={(event) => onToggle(row.simulationId, event.currentTarget.checked)}
      />
    ),
  };
}

const NAME: Column = {
  id: "simulation",
  name: m.simulations_simulation(),
  of: (row) => (
    <>
      <TextLink to="/simulations/$simulationId" params={{ simulationId: row.simulationId }}>
        {nameOf(row)}
      </TextLink>
      <Text size="xs" c="dimmed" maw={280}>
        {SIGNAL_NAMES[row.signal]}, {row.tickers.length > 0 ? row.tickers.join(", ") : "VN30"}
      </Text>
    </>
  ),
  value: nameOf,
};

const COLUMNS: Column[] = [
  {
    id: "state",
    name: m.simulations_state(),
    isWords: true,
    of: (row) => (
      <>
        <StatePill state={row.state} />
        {isActive(row) && row.step && (
          <Text size="xs" c="dimmed">
            {row.step}
          </Text>
        )}
      </>
    ),
    value: (row) => row.state,
  },
  { id: "period", name: m.simulations_period(), isWords: true, of: periodOf, value: periodOf },
  {
    id: "annual_return",
    name: m.simulations_return(),
    of: (row) => shareChange(row.annualReturn),
    value: (row) => row.annualReturn,
  },
  {
    id: "annual_excess",
    name: m.simulations_above_holding(),
    of: (row) => shareChange(row.annualExcess),
    value: (row) => row.annualExcess,
  },
  {
    id: "sharpe",
    name: m.simulations_sharpe(),
    of: (row) => ratio(row.sharpe, row.sharpeError),
    value: (row) => row.sharpe,
  },
  {
    id: "deflated_sharpe",
    name: m.simulations_deflated_sharpe(),
    of: (row) => <Luck value={row.deflatedSharpe} />,
    value: (row) => row.deflatedSharpe,
  },
  {
    id: "drawdown",
    name: m.simulations_drawdown(),
    of: (row) => sharePercent(row.drawdown),
    value: (row) => row.drawdown,
  },
  { id: "trades", name: m.simulations_trades(), of: (row) => count(row.trades), value: (row) => row.trades },
  {
    id: "requested_at",
    name: m.simulations_requested(),
    isWords: true,
    of: (row) => (
      <>
        {minuteOf(row.requestedAt)}
        <Text size="xs" c="dimmed">
          {row.owner}
        </Text>
      </>
    ),
    value: (row) => row.requestedAt,
  },
];
