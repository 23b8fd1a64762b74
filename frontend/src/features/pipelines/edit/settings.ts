import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { capital } from "@/shared/format/words";
import type { DagDetail } from "../dags";

/** The fields of Edit DAG; numbers are texts while they are typed. */
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
  /** Null for other DAGs than the training. */
  promotion: NonNullable<DagDetail["promotion"]> | null;
  promotionEvidence: NonNullable<DagDetail["promotionEvidence"]> | null;
  promotionSessions: number | string | null;
  /** Null for other DAGs than the crawler of news. */
  feeds: Feed[] | null;
  companyNews: boolean | null;
};

export type Feed = Schemas["NewsFeed"];

export type Field = keyof Settings;
export type Edits = Partial<Settings>;
export type Faults = Partial<Record<Field, string>>;

/** The settings of a DAG as Airflow has them. */
export function settingsOf(dag: DagDetail): Settings {
  const { trigger, scheduleCron, timezone, catchup, maxActiveRuns, retries, retryDelayMinutes } = dag;
  const shared = { trigger, scheduleCron, timezone, catchup, maxActiveRuns, retries, retryDelayMinutes };
  return {
    ...shared,
    owner: dag.owner ?? "",
    tags: dag.tags,
    promotion: dag.promotion ?? null,
    promotionEvidence: dag.promotionEvidence ?? null,
    promotionSessions: dag.promotionSessions ?? null,
    feeds: dag.feeds ?? null,
    companyNews: dag.companyNews ?? null,
  };
}

/** The edits that differ from the settings. */
export function changesIn(settings: Settings, edits: Edits): Edits {
  const differs = ([field, value]: [string, unknown]) => !same(value, settingOf(settings, field));
  return Object.fromEntries(Object.entries(edits).filter(differs));
}

/** The faults that the browser can find; the API checks the rest. */
export function faultsIn(settings: Settings): Faults {
  const faults: Faults = {};
  if (settings.scheduleCron.trim().split(/\s+/).length !== 5) {
    faults.scheduleCron = m.pipelines_five_fields_are_needed_minute_hour();
  }
  if (!isWithin(settings.maxActiveRuns, 1, 16)) faults.maxActiveRuns = m.pipelines_a_whole_number_from_1_to();
  if (!isWithin(settings.retries, 0, 10)) faults.retries = m.pipelines_a_whole_number_from_0_to();
  const delay = settings.retryDelayMinutes;
  if (typeof delay !== "number" || delay < 0 || delay > 1440) {
    faults.retryDelayMinutes = m.pipelines_minutes_from_0_to_1440();
  }
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_ .@-]{0,49}$/u.test(settings.owner)) {
    faults.owner = m.pipelines_up_to_50_letters_digits_spaces();
  }
  const tag = settings.tags.find((text) => !/^[\p{L}\p{N}_][\p{L}\p{N}_ .:@-]{0,49}$/u.test(text));
  if (tag !== undefined) {
    faults.tags = m.pipelines_up_to_50_letters_digits_spaces_and({ tag });
  }
  if (settings.promotionSessions !== null && !isWithin(settings.promotionSessions, 20, 1000)) {
    faults.promotionSessions = m.pipelines_a_whole_number_from_20_to();
  }
  const feed = settings.feeds?.find(({ name, url }) => !name.trim() || !/^https?:\/\/[^\s@]+$/.test(url));
  if (feed) {
    faults.feeds = feed.name.trim()
      ? m.pipelines_the_address_begins_with_https_or({ name: feed.name })
      : m.pipelines_each_feed_needs_a_name();
  }
  return faults;
}

/** The request for some changes; other settings keep their values, also another user's changes. */
export function requestFor(changes: Edits): Schemas["SettingsChange"] {
  const { maxActiveRuns, retries, retryDelayMinutes, owner, tags, promotionSessions, ...own } = changes;
  return {
    ...own,
    ...numeric({ maxActiveRuns, promotionSessions }),
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
  "promotion",
  "promotionEvidence",
  "promotionSessions",
  "feeds",
  "companyNews",
];

/**
 * The API's refusal by field: its message is `field: fault; defaultArgs.field: fault`.
 *
 * Empty where the message names no field: then the message is shown as it is.
 */
export function faultsOf(message: string): Faults {
  const start = new RegExp(`(?:^|; )(?:defaultArgs\\.)?(${FIELDS.join("|")})(?:\\.\\d+)?(?:\\.\\w+)?: `, "g");
  const parts = message.split(start);
  const faults: Faults = {};
  for (let at = 1; at + 1 < parts.length; at += 2) {
    const field = FIELDS.find((name) => name === parts[at]);
    const fault = parts[at + 1]?.replace(/^Value error, /, "");
    if (field && fault) faults[field] ??= capital(fault);
  }
  return faults;
}

/** The selectable time zones: the browser's, and zones that it may list under another name only. */
export function timezones(current: string): string[] {
  return [...new Set([current, "Asia/Ho_Chi_Minh", "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
}

function settingOf(settings: Settings, field: string): unknown {
  return Object.entries(settings).find(([name]) => name === field)?.[1];
}

// Tags have no order: Airflow returns them in an order of its own. Feeds are compared by their content.
function same(left: unknown, right: unknown): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return left === right;
  const texts = right.map((item) => JSON.stringify(item));
  return left.length === right.length && left.every((item) => texts.includes(JSON.stringify(item)));
}

function isWithin(value: number | string, least: number, most: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

function numeric<Name extends string>(values: Record<Name, number | string | null | undefined>) {
  const given: Partial<Record<Name, number>> = {};
  for (const name in values) {
    const value = values[name];
    if (typeof value === "number") given[name] = value;
  }
  return given;
}
