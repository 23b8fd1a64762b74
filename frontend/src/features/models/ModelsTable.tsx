import { Table, UnstyledButton } from "@mantine/core";
import { useTable } from "@tanstack/react-table";
import { useMemo } from "react";
import { m } from "@/paraglide/messages";
import { columnsWith, features } from "./columns";
import classes from "./ModelsTable.module.css";
import type { Model } from "./queries";

const MARKS = { asc: " ▲", desc: " ▼" };
const ARIA = { asc: "ascending", desc: "descending" } as const;

/** One row a model, by ticker until a heading is clicked. */
export function ModelsTable({ models, onView }: { models: Model[]; onView: (ticker: string) => void }) {
  const columns = useMemo(() => columnsWith(onView), [onView]);
  const table = useTable({ features, columns, data: models, getRowId: (model) => model.ticker });
  return (
    <Table.ScrollContainer minWidth={900} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing="xs" highlightOnHover>
        <Table.Caption>{m.models_errors_on_sessions_outside_of_the()}</Table.Caption>
        <Table.Thead>
          {table.getHeaderGroups().map((group) => (
            <Table.Tr key={group.id}>
              {group.headers.map((header) => {
                const sorted = header.column.getIsSorted();
                return (
                  <Table.Th key={header.id} scope="col" aria-sort={sorted ? ARIA[sorted] : undefined}>
                    {header.column.getCanSort() ? (
                      <UnstyledButton
                        className={classes.heading}
                        onClick={header.column.getToggleSortingHandler()}
                      >
                        <table.FlexRender header={header} />
                        <span aria-hidden>{sorted ? MARKS[sorted] : ""}</span>
                      </UnstyledButton>
                    ) : (
                      <table.FlexRender header={header} />
                    )}
                  </Table.Th>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Thead>
        <Table.Tbody>
          {table.getRowModel().rows.map((row) => (
            <Table.Tr key={row.id}>
              {row.getAllCells().map((cell) => (
                <Table.Td key={cell.id} className={classes.cell}>
                  <table.FlexRender cell={cell} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
