import { Group } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import type { DataColumn, DataColumns } from "@/shared/table/columns";
import { SaveButton } from "@/shared/table/TableTools";
import { useFile } from "@/shared/table/useFile";
import classes from "./ChartTable.module.css";
import { monthEnds } from "./monthEnds";

type Props<Row> = {
  /** What the chart shows, with its unit. */
  name: string;
  columns: DataColumns<Row>;
  rows: Row[];
  /** Rows of the file where the table has not all of them. */
  allRows?: Row[];
  keyOf: (row: Row) => string;
  /** Without the extension. */
  fileName: string;
};

/** The points of a chart as a table with a CSV, which is made when it is opened. */
export function ChartTable<Row>({ name, columns, rows, allRows = rows, keyOf, fileName }: Props<Row>) {
  const [opened, setOpened] = useState(false);
  const file = useFile({ name: fileName, columns, keyOf });
  return (
    <details className={classes.details} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{m.shared_chart_table()}</summary>
      {opened && (
        <>
          <Group justify="flex-end" my="xs" className="screen-only">
            <SaveButton onSave={() => file.save(allRows)} />
          </Group>
          <FigureTable
            caption={name}
            minWidth={320}
            maxHeight={320}
            columns={columns}
            rows={rows}
            keyOf={keyOf}
          />
        </>
      )}
    </details>
  );
}

export type NamedLine = {
  name: string;
  /** The name in the file, where it is not `name`. */
  id?: string;
  points: { time: string; value: number }[];
};

type LinesProps = { name: string; lines: NamedLine[]; format: (value: number) => string; fileName: string };

/** The lines of a chart over sessions as a table, the newest first; of more than a year, the last session a month. */
export function LinesTable({ name, lines, format, fileName }: LinesProps) {
  const all = [...new Set(lines.flatMap(({ points }) => points.map(({ time }) => time)))].sort();
  const sessions = monthEnds(all);
  return (
    <ChartTable
      name={sessions.length < all.length ? m.shared_chart_month_ends({ name }) : name}
      fileName={fileName}
      rows={sessions.toReversed()}
      allRows={all.toReversed()}
      keyOf={(session) => session}
      columns={[
        {
          id: "session",
          name: m.shared_chart_session(),
          of: (session) => session,
          value: (session) => session,
        },
        ...lines.map((line) => columnOf(line, format)),
      ]}
    />
  );
}

function columnOf(
  { name, id = name, points }: NamedLine,
  format: (value: number) => string,
): DataColumn<string> {
  const values = new Map(points.map(({ time, value }) => [time, value]));
  return {
    id,
    name,
    of: (session) => {
      const value = values.get(session);
      return value === undefined ? "–" : format(value);
    },
    value: (session) => values.get(session),
  };
}
