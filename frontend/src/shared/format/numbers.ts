/** Figures as text: prices in dong with thin spaces between thousands. */

import { m } from "@/paraglide/messages";

const THIN_SPACE = "\u202f";
const NONE = "–";

type Maybe<T> = T | null | undefined;

/** `32 000` for 32000.4: a price in dong; the exchange's ticks are 10 dong and more. */
export function price(vnd: Maybe<number>): string {
  return count(vnd == null ? vnd : Math.round(vnd));
}

/** `1 234 567` */
export function count(value: Maybe<number>): string {
  return value == null ? NONE : grouped(value.toFixed(0));
}

/** `12.3 T` for 12.3e12: a sum of money or a volume in thousands (k), millions (M), billions (B), trillions (T). */
export function compact(value: Maybe<number>): string {
  if (value == null) return NONE;
  const units: [number, string][] = [
    [1e12, m.shared_trillions()],
    [1e9, m.shared_billions()],
    [1e6, m.shared_millions()],
    [1e3, m.shared_thousands()],
  ];
  const unit = units.find(([size]) => Math.abs(value) >= size);
  return unit ? `${(value / unit[0]).toFixed(1)}${THIN_SPACE}${unit[1]}` : grouped(value.toFixed(0));
}

/** `+3.0%`, with the sign always. */
export function change(percent: Maybe<number>, digits = 1): string {
  if (percent == null) return NONE;
  const rounded = Number(percent.toFixed(digits));
  const sign = rounded > 0 ? "+" : rounded < 0 ? "−" : "";
  return `${sign}${Math.abs(rounded).toFixed(digits)}%`;
}

/** `3.2%` */
export function percent(value: Maybe<number>, digits = 1): string {
  return value == null ? NONE : `${value.toFixed(digits)}%`;
}

/** `78.0 ± 3.4%` for 0.78 and its standard error 0.034; without a known error `78.0%`. */
export function share(value: Maybe<number>, error: Maybe<number>): string {
  if (value == null || error == null) return percent(value == null ? value : 100 * value);
  return `${(100 * value).toFixed(1)} ± ${percent(100 * error)}`;
}

/** `−0.12 ± 0.24%`: a mean change in percent and its standard error; without a known error `−0.12%`. */
export function changeWithError(value: Maybe<number>, error: Maybe<number>): string {
  const mean = change(value, 2);
  return value == null || error == null ? mean : `${mean.slice(0, -1)} ± ${error.toFixed(2)}%`;
}

/** `+0.012`: the skill, as a share of 1. */
export function skill(value: Maybe<number>): string {
  if (value == null) return NONE;
  const rounded = Number(value.toFixed(3));
  return `${rounded > 0 ? "+" : rounded < 0 ? "−" : ""}${Math.abs(rounded).toFixed(3)}`;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE).replace("-", "−");
}
