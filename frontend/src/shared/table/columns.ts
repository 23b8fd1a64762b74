import type { ReactNode } from "react";

/** What a cell is sorted by, and what the file holds. */
export type Value = string | number | null | undefined;

export type Column<Row> = {
  name: ReactNode;
  /** In words, where `name` is none or is empty. */
  label?: string;
  /** Words stand at the left, figures at the right. */
  isWords?: boolean;
  of: (row: Row) => ReactNode;
};

/** A column that is sorted, filtered, hidden and saved. */
export type DataColumn<Row> = Column<Row> & {
  /** The name in the file and in the browser's memory of hidden columns. */
  id: string;
  /** Missing for columns without a value, such as one of buttons. */
  value?: (row: Row) => Value;
  /** What the filter looks in, where the value is a code. */
  words?: (row: Row) => string;
};

/** Columns of which the first one names the row. */
export type DataColumns<Row> = [DataColumn<Row>, ...DataColumn<Row>[]];
