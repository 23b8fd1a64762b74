import { m } from "@/paraglide/messages";
import { getLocale } from "@/paraglide/runtime";

/** Times as text in Indochina Time (ICT), and durations. */

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
const AGO = new Intl.RelativeTimeFormat(getLocale(), { numeric: "always" });

type Maybe<T> = T | null | undefined;

/** `2025-11-03 17:05 ICT` */
export function time(iso: Maybe<string>): string {
  return iso == null ? NONE : `${ICT.format(new Date(iso))} ICT`;
}

/** `2025-11-03 17:05:09`, where a heading says that times are ICT. */
export function timeToSeconds(iso: Maybe<string>): string {
  return iso == null ? NONE : ICT_SECONDS.format(new Date(iso));
}

/** `2025-11-03 17:05`, where a heading says that times are ICT. */
export function minuteOf(iso: Maybe<string>): string {
  return iso == null ? NONE : ICT.format(new Date(iso));
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
  if (whole >= HOUR)
    return m.format_hours({
      hours: Math.floor(whole / HOUR),
      minutes: pad(Math.floor((whole % HOUR) / MINUTE)),
    });
  if (whole >= MINUTE)
    return m.format_minutes({ minutes: Math.floor(whole / MINUTE), seconds: pad(whole % MINUTE) });
  return m.format_seconds({ seconds: whole });
}

/** `2 days ago`, `in 3 hours` */
export function ago(iso: Maybe<string>, now: number = Date.now()): string {
  if (iso == null) return NONE;
  const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
  const size = Math.abs(seconds);
  if (size < MINUTE) return seconds > 0 ? m.format_in_a_moment() : m.format_just_now();
  if (size < HOUR) return AGO.format(Math.trunc(seconds / MINUTE), "minute");
  if (size < DAY) return AGO.format(Math.trunc(seconds / HOUR), "hour");
  return AGO.format(Math.trunc(seconds / DAY), "day");
}
