import type { ReactNode } from "react";
import type { Column } from "@/shared/table/columns";
import { TableFrame } from "@/shared/table/TableFrame";

type Props<Row> = {
  /** In pixels; a narrower screen scrolls the table. */
  minWidth: number;
  /** In pixels; a longer table scrolls below its headings. */
  maxHeight?: number;
  /** The first one names the row. */
  columns: [Column<Row>, ...Column<Row>[]];
  rows: Row[];
  keyOf: (row: Row) => string;
} & ({ caption: ReactNode; label?: string } | { caption?: undefined; label: string });

/** A table of a few figures in a fixed order; `DataTable` is one of many rows. */
export function FigureTable<Row>(props: Props<Row>) {
  return <TableFrame {...props} />;
}
