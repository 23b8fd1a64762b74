/**
 * How figures and times are written everywhere: prices in dong with thin spaces between thousands, times in
 * Indochina Time (ICT), sessions as ISO dates.
 */

const THIN_SPACE = "\u202f";
const NONE = "–";
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ICT = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Ho_Chi_Minh",
  dateStyle: "short",
  timeStyle: "short",
});
const ICT_SECONDS = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Ho_Chi_Minh",
  dateStyle: "short",
  timeStyle: "medium",
});
const ICT_CLOCK = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh", timeStyle: "medium" });
const AGO = new Intl.RelativeTimeFormat("en", { numeric: "always" });

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
    [1e12, "T"],
    [1e9, "B"],
    [1e6, "M"],
    [1e3, "k"],
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

/** `+0.012`: the skill, as a share of 1. */
export function skill(value: Maybe<number>): string {
  if (value == null) return NONE;
  const rounded = Number(value.toFixed(3));
  return `${rounded > 0 ? "+" : rounded < 0 ? "−" : ""}${Math.abs(rounded).toFixed(3)}`;
}

/** `2025-11-03 17:05 ICT` */
export function time(iso: Maybe<string>): string {
  return iso == null ? NONE : `${ICT.format(new Date(iso))} ICT`;
}

/** `2025-11-03 17:05:09`, where a heading says that times are ICT. */
export function timeToSeconds(iso: Maybe<string>): string {
  return iso == null ? NONE : ICT_SECONDS.format(new Date(iso));
}

/** `17:05:09`, where a heading says that times are ICT. */
export function clock(iso: Maybe<string>): string {
  return iso == null ? NONE : ICT_CLOCK.format(new Date(iso));
}

/** `1 h 02 min`, `3 min 05 s`, `12 s` */
export function duration(seconds: Maybe<number>): string {
  if (seconds == null) return NONE;
  const whole = Math.max(0, Math.round(seconds));
  const pad = (value: number) => String(value).padStart(2, "0");
  if (whole >= HOUR) return `${Math.floor(whole / HOUR)} h ${pad(Math.floor((whole % HOUR) / MINUTE))} min`;
  if (whole >= MINUTE) return `${Math.floor(whole / MINUTE)} min ${pad(whole % MINUTE)} s`;
  return `${whole} s`;
}

/** `2 days ago`, `in 3 hours` */
export function ago(iso: Maybe<string>, now: number = Date.now()): string {
  if (iso == null) return NONE;
  const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
  const size = Math.abs(seconds);
  if (size < MINUTE) return seconds > 0 ? "in a moment" : "just now";
  if (size < HOUR) return AGO.format(Math.trunc(seconds / MINUTE), "minute");
  if (size < DAY) return AGO.format(Math.trunc(seconds / HOUR), "hour");
  return AGO.format(Math.trunc(seconds / DAY), "day");
}

/** `up for retry`: a state as the API names it, in words. */
export function inWords(state: string): string {
  return state.replaceAll("_", " ");
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE).replace("-", "−");
}
