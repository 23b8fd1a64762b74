import { Text } from "@mantine/core";
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { m } from "@/paraglide/messages";
import type { Completeness } from "../queries";
import { cellOf, STATES, wordsOf, yearsOf } from "./cells";
import classes from "./HeatMap.module.css";
import { HeatRow } from "./HeatRow";

export type Place = { ticker: string; month: string };

type Props = {
  completeness: Completeness;
  selected: Place | null;
  onSelect: (place: Place) => void;
};

/** Fewer months than this have wide cells. */
const FEW_MONTHS = 25;
const STEPS: Record<string, [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [0, -12],
  PageDown: [0, 12],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
};

/**
 * Series by month. The table is one stop of the Tab key; arrows move within it, Page Up and Page Down by a year,
 * and Enter selects. What a cell holds is read from its label, and shown below the table.
 */
export function HeatMap({ completeness: { data, months, series }, selected, onSelect }: Props) {
  const [words, setWords] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const span = `${months[0]} ${months.at(-1)}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other months are the reason, not an input
  useLayoutEffect(() => {
    const map = box.current;
    if (map === null) return;
    // The newest months matter most, unless the address names another.
    const cell = map.querySelector<HTMLElement>('td[aria-selected="true"]');
    map.scrollLeft = cell === null ? map.scrollWidth : cell.offsetLeft - map.clientWidth / 2;
  }, [series, span]);

  const cellAt = (target: EventTarget) => {
    const cell = (target as Element).closest<HTMLElement>("td");
    const row = data[Number(cell?.dataset.row)];
    const place = Number(cell?.dataset.column);
    const month = months[place];
    return cell && row && month ? { cell, row, place, month } : null;
  };
  const show = ({ target }: MouseEvent | FocusEvent) => {
    const at = cellAt(target);
    if (at) setWords(`${at.row.ticker}, ${at.month}: ${wordsOf(cellOf(at.row, at.place))}`);
  };
  const focus = (event: FocusEvent) => {
    const at = cellAt(event.target);
    if (!at) return;
    // One cell is a stop of the Tab key: the one that had the focus last.
    const table = event.currentTarget;
    table.querySelector('td[tabindex="0"]')?.setAttribute("tabindex", "-1");
    at.cell.tabIndex = 0;
    show(event);
  };
  const select = (target: EventTarget) => {
    const at = cellAt(target);
    if (at && cellOf(at.row, at.place)) onSelect({ ticker: at.row.ticker, month: at.month });
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const at = cellAt(event.target);
    if (!at) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      select(event.target);
      return;
    }
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const within = (value: number, length: number) => Math.min(Math.max(value, 0), length - 1);
    const row = within(Number(at.cell.dataset.row) + step[0], data.length);
    const column = within(at.place + step[1], months.length);
    event.currentTarget.querySelector<HTMLElement>(`td[data-row="${row}"][data-column="${column}"]`)?.focus();
  };

  return (
    <div className={classes.heat}>
      <Legend hasMinutes={series === "minutes"} />
      <div ref={box} className={classes.map}>
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrows move through this table.
          role="grid"
          aria-label={series === "daily" ? m.data_completeness_of_bars() : m.data_completeness_of_minutes()}
          aria-rowcount={data.length + 1}
          className={`${classes.table} ${months.length < FEW_MONTHS ? classes.wide : ""}`}
          onMouseOver={show}
          onFocus={focus}
          onClick={({ target }) => select(target)}
          onKeyDown={press}
        >
          <thead>
            <tr>
              <th scope="col">{m.data_series()}</th>
              {yearsOf(months).map(({ year, months: span }) => (
                <th key={year} scope="colgroup" colSpan={span}>
                  {span > 2 || months.length < FEW_MONTHS ? year : ""}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.map((row, place) => (
              <HeatRow
                key={row.ticker}
                series={row}
                months={months}
                place={place}
                selected={selected?.ticker === row.ticker ? selected.month : null}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Text size="sm" mt={6} mih={22} aria-live="polite">
        {words || m.data_point_at_a_cell_or_move()}
      </Text>
    </div>
  );
}

/** The colours in words. */
function Legend({ hasMinutes }: { hasMinutes: boolean }) {
  const shown = STATES.filter(({ name }) => name !== (hasMinutes ? "untraded" : "different"));
  return (
    <ul className={classes.legend} aria-label={m.data_colours()}>
      {shown.map(({ name, words, colour }) => (
        <li key={name}>
          <span className={classes.swatch} style={{ background: colour }} aria-hidden />
          {words}
        </li>
      ))}
      <li>
        <span className={`${classes.swatch} ${classes.none}`} aria-hidden />
        {m.data_not_expected()}
      </li>
    </ul>
  );
}
