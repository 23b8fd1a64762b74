import { memo } from "react";
import type { SeriesCompleteness } from "../queries";
import { backgroundOf, cellOf, wordsOf } from "./cells";
import classes from "./HeatMap.module.css";

type Props = {
  series: SeriesCompleteness;
  months: string[];
  /** Of the row in the table. */
  place: number;
  /** The selected month of this series. */
  selected: string | null;
};

/** A series: a cell a month. It is drawn again only where its selection changes. */
export const HeatRow = memo(function HeatRow({ series, months, place, selected }: Props) {
  return (
    <tr>
      <th scope="row">{series.ticker}</th>
      {months.map((month, column) => {
        const cell = cellOf(series, column);
        return (
          <td
            key={month}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of a grid.
            role="gridcell"
            tabIndex={place === 0 && column === months.length - 1 ? 0 : -1}
            data-row={place}
            data-column={column}
            aria-label={`${series.ticker} ${month}: ${wordsOf(cell)}`}
            aria-selected={month === selected}
            className={cell ? classes.cell : `${classes.cell} ${classes.none}`}
            {...(cell ? { style: { background: backgroundOf(cell) } } : {})}
          />
        );
      })}
    </tr>
  );
});
