import { ScrollArea } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import type { Column } from "@/shared/table/columns";
import classes from "./ChartTable.module.css";
import { monthEnds } from "./monthEnds";

type Props<Row> = {
  /** What the chart shows, with its unit. */
  name: string;
  columns: [Column<Row>, ...Column<Row>[]];
  rows: Row[];
  keyOf: (row: Row) => string;
};

/** The points of a chart as a table, which is made when it is opened. */
export function ChartTable<Row>({ name, ...table }: Props<Row>) {
  const [opened, setOpened] = useState(false);
  return (
    <details className={classes.details} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{m.shared_chart_table()}</summary>
      {opened && (
        <ScrollArea.Autosize mah={320} mt="xs" viewportProps={{ tabIndex: 0, "aria-label": name }}>
          <FigureTable caption={name} minWidth={320} {...table} />
        </ScrollArea.Autosize>
      )}
    </details>
  );
}

export type NamedLine = { name: string; points: { time: string; value: number }[] };

/** The lines of a chart over sessions as a table, the newest first; of more than a year, the last session a month. */
export function LinesTable({
  name,
  lines,
  format,
}: {
  name: string;
  lines: NamedLine[];
  format: (value: number) => string;
}) {
  const values = lines.map(({ points }) => new Map(points.map(({ time, value }) => [time, value])));
  const all = [...new Set(values.flatMap((line) => [...line.keys()]))].sort();
  const sessions = monthEnds(all);
  return (
    <ChartTable
      name={sessions.length < all.length ? m.shared_chart_month_ends({ name }) : name}
      rows={sessions.toReversed()}
      keyOf={(session) => session}
      columns={[
        { name: m.shared_chart_session(), of: (session) => session },
        ...lines.map((line, place) => ({
          name: line.name,
          of: (session: string) => {
            const value = values[place]?.get(session);
            return value === undefined ? "–" : format(value);
          },
        })),
      ]}
    />
  );
}
