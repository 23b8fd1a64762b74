import type { Schemas } from "@/api/client";
import type { DagDetail } from "./runs";

/** What Edit DAG edits; numbers are texts as long as they are being typed. */
export type Settings = {
  trigger: DagDetail["trigger"];
  scheduleCron: string;
  timezone: string;
  catchup: boolean;
  maxActiveRuns: number | string;
  retries: number | string;
  retryDelayMinutes: number | string;
  owner: string;
  tags: string[];
};

export type Field = keyof Settings;
export type Edits = Partial<Settings>;
export type Faults = Partial<Record<Field, string>>;

/** The settings of a DAG as Airflow has them. */
export function settingsOf(dag: DagDetail): Settings {
  const { trigger, scheduleCron, timezone, catchup, maxActiveRuns, retries, retryDelayMinutes } = dag;
  const shared = { trigger, scheduleCron, timezone, catchup, maxActiveRuns, retries, retryDelayMinutes };
  return { ...shared, owner: dag.owner ?? "", tags: dag.tags };
}

/** Of the edits, those that make a difference. */
export function changesIn(settings: Settings, edits: Edits): Edits {
  const differs = ([field, value]: [string, unknown]) => !same(value, settingOf(settings, field));
  return Object.fromEntries(Object.entries(edits).filter(differs));
}

/** What is wrong with settings as far as can be told here; the API looks at the rest. */
export function faultsIn(settings: Settings): Faults {
  const faults: Faults = {};
  if (settings.scheduleCron.trim().split(/\s+/).length !== 5) {
    faults.scheduleCron = "Five fields are needed: minute, hour, day of the month, month, day of the week.";
  }
  if (!isWithin(settings.maxActiveRuns, 1, 16)) faults.maxActiveRuns = "A whole number from 1 to 16.";
  if (!isWithin(settings.retries, 0, 10)) faults.retries = "A whole number from 0 to 10.";
  const delay = settings.retryDelayMinutes;
  if (typeof delay !== "number" || delay < 0 || delay > 1440) {
    faults.retryDelayMinutes = "Minutes from 0 to 1440.";
  }
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_ .@-]{0,49}$/u.test(settings.owner)) {
    faults.owner = "Up to 50 letters, digits, spaces and . @ - _, the first a letter or digit.";
  }
  const tag = settings.tags.find((one) => !/^[\p{L}\p{N}_][\p{L}\p{N}_ .:@-]{0,49}$/u.test(one));
  if (tag !== undefined) {
    faults.tags = `“${tag}”: up to 50 letters, digits, spaces and . : @ - _, the first a letter or digit.`;
  }
  return faults;
}

/** The request for some changes; what is not in it stays as it is, another user's change as well. */
export function requestFor(changes: Edits): Schemas["SettingsChange"] {
  const { maxActiveRuns, retries, retryDelayMinutes, owner, tags, ...own } = changes;
  return {
    ...own,
    ...numeric({ maxActiveRuns }),
    defaultArgs: {
      ...numeric({ retries, retryDelayMinutes }),
      ...(owner && { owner }),
      ...(tags && { tags }),
    },
  };
}

const FIELDS: readonly Field[] = [
  "trigger",
  "scheduleCron",
  "timezone",
  "catchup",
  "maxActiveRuns",
  "retries",
  "retryDelayMinutes",
  "owner",
  "tags",
];

/**
 * The API's refusal by field: its message is `field: what; defaultArgs.field: what`.
 *
 * Nothing where the message names no field: then it is to be shown as it is.
 */
export function faultsOf(message: string): Faults {
  const start = new RegExp(`(?:^|; )(?:defaultArgs\\.)?(${FIELDS.join("|")})(?:\\.\\d+)?: `, "g");
  const parts = message.split(start);
  const faults: Faults = {};
  for (let at = 1; at + 1 < parts.length; at += 2) {
    const field = FIELDS.find((one) => one === parts[at]);
    const fault = parts[at + 1]?.replace(/^Value error, /, "");
    if (field && fault) faults[field] ??= fault.charAt(0).toUpperCase() + fault.slice(1);
  }
  return faults;
}

/** The zones to choose from: the browser's, and those that it may know by another name only. */
export function timezones(current: string): string[] {
  return [...new Set([current, "Asia/Ho_Chi_Minh", "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
}

function settingOf(settings: Settings, field: string): unknown {
  return Object.entries(settings).find(([name]) => name === field)?.[1];
}

// Tags have no order: Airflow shows them in one of its own.
function same(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((tag) => other.includes(tag));
}

function isWithin(value: number | string, least: number, most: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

function numeric<Name extends string>(values: Record<Name, number | string | undefined>) {
  const given: Partial<Record<Name, number>> = {};
  for (const name in values) {
    const value = values[name];
    if (typeof value === "number") given[name] = value;
  }
  return given;
}
