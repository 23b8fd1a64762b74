import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./MarketTable.module.css";

const ORDER = { asc: "ascending", desc: "descending" } as const;
const ICONS = { asc: IconArrowUp, desc: IconArrowDown };

type HeaderCell = {
  id: string;
  sorted: "asc" | "desc" | false;
  /** Missing for columns that cannot be sorted. */
  onSort: ((event: unknown) => void) | undefined;
  children: ReactNode;
};

/** The name of a column, which is the button that sorts by it. */
export function HeaderCell({ id, sorted, onSort, children }: HeaderCell) {
  const Icon = sorted ? ICONS[sorted] : IconArrowsSort;
  return (
    <th scope="col" data-column={id} aria-sort={onSort && (sorted ? ORDER[sorted] : "none")}>
      {onSort ? (
        <button type="button" className={classes.sort} data-sorted={sorted || undefined} onClick={onSort}>
          {children}
          <Icon size={14} aria-hidden />
        </button>
      ) : (
        children
      )}
    </th>
  );
}
