import { m } from "@/paraglide/messages";
import { getLocale } from "@/paraglide/runtime";

/**
 * Figures as text. English: thin spaces between thousands and a decimal point, `1 234.5`; Vietnamese: points and a
 * decimal comma, `1.234,5`.
 */

const THIN_SPACE = "\u202f";
const NONE = "–";
const GROUP = getLocale() === "vi" ? "." : THIN_SPACE;
/** The sign before the decimals, in fields as well. */
export const DECIMAL = getLocale() === "vi" ? "," : ".";

type Maybe<T> = T | null | undefined;

/** `32 000` for 32000.4: a price in dong; the exchange's ticks are 10 dong and more. */
export function price(vnd: Maybe<number>): string {
  return count(vnd == null ? vnd : Math.round(vnd));
}

/** `1 234 567` */
export function count(value: Maybe<number>): string {
  return value == null ? NONE : decimal(value, 0);
}

/** `12.3 T` for 12.3e12: a sum of money or a volume in thousands (k), millions (M), billions (B), trillions (T). */
export function compact(value: Maybe<number>): string {
  if (value == null) return NONE;
  const units: [number, () => string][] = [
    [1e12, m.format_trillions],
    [1e9, m.format_billions],
    [1e6, m.format_millions],
    [1e3, m.format_thousands],
  ];
  const unit = units.find(([size]) => Math.abs(value) >= size);
  return unit ? `${localised((value / unit[0]).toFixed(1))}${THIN_SPACE}${unit[1]()}` : decimal(value, 0);
}

/** `+3.0%`, with the sign always. */
export function change(percent: Maybe<number>, digits = 1): string {
  return percent == null ? NONE : `${signed(percent, digits)}%`;
}

/** `3.2%` */
export function percent(value: Maybe<number>, digits = 1): string {
  return value == null ? NONE : `${localised(value.toFixed(digits))}%`;
}

/** `78.0 ± 3.4%` for 0.78 and its standard error 0.034; without a known error `78.0%`. */
export function share(value: Maybe<number>, error: Maybe<number>): string {
  if (value == null || error == null) return percent(value == null ? value : 100 * value);
  return `${localised((100 * value).toFixed(1))} ± ${percent(100 * error)}`;
}

/** `−0.12 ± 0.24%`: a mean change in percent and its standard error; without a known error `−0.12%`. */
export function changeWithError(value: Maybe<number>, error: Maybe<number>): string {
  const mean = change(value, 2);
  return value == null || error == null ? mean : `${mean.slice(0, -1)} ± ${percent(error, 2)}`;
}

/** `+0.012`: the skill, as a share of 1. */
export function skill(value: Maybe<number>): string {
  return value == null ? NONE : signed(value, 3);
}

/** `1 234.50`: a number with this many decimals. */
export function decimal(value: Maybe<number>, digits: number): string {
  if (value == null) return NONE;
  const [whole = "", decimals] = value.toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, GROUP).replace("-", "−");
  return decimals === undefined ? grouped : `${grouped}${DECIMAL}${decimals}`;
}

/** `−0.41 ± 0.33`: a figure and its standard error; without a known error `−0.41`. */
export function withError(value: Maybe<number>, error: Maybe<number>, digits: number): string {
  const figure = decimal(value, digits);
  return value == null || error == null ? figure : `${figure} ± ${decimal(error, digits)}`;
}

/** `+0.41 ± 0.33`: a figure of which 0 means nothing, and its standard error. */
export function signedWithError(value: Maybe<number>, error: Maybe<number>, digits: number): string {
  if (value == null) return NONE;
  const figure = signed(value, digits);
  return error == null ? figure : `${figure} ± ${decimal(error, digits)}`;
}

/** `0.0120`: a number with this many significant digits. */
export function significant(value: Maybe<number>, digits: number): string {
  return value == null ? NONE : localised(value.toPrecision(digits)).replaceAll("-", "−");
}

/** `0.012`: a number with at most this many significant digits, and no zeros at its end. */
export function brief(value: Maybe<number>, digits: number): string {
  return plain(value == null ? value : Number(value.toPrecision(digits)));
}

/** `0.15`: a number with all its digits. */
export function plain(value: Maybe<number>): string {
  return value == null ? NONE : localised(String(value)).replaceAll("-", "−");
}

/** The number, not text, that is left of a figure with this many decimals. */
export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function signed(value: number, digits: number): string {
  const shown = rounded(value, digits);
  const sign = shown > 0 ? "+" : shown < 0 ? "−" : "";
  return `${sign}${decimal(Math.abs(shown), digits)}`;
}

/** The decimal sign of the language. */
function localised(digits: string): string {
  return digits.replace(".", DECIMAL);
}
