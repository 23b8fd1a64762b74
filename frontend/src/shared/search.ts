/** Search parameters of an address, which may hold anything. */

/** The API's maximum. */
const MAX_PAGE = 1_000_000;

export function oneOf<Known extends string>(known: readonly Known[], value: unknown): Known | undefined {
  return known.find((option) => option === value);
}

/** A text without surrounding spaces; the router reads `?search=15` as a number. */
export function textOf(value: unknown, maxLength: number): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  return String(value).trim().slice(0, maxLength) || undefined;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function uuidOf(value: unknown): string | undefined {
  return typeof value === "string" && UUID.test(value) ? value : undefined;
}

export function dayOf(value: unknown): string | undefined {
  return typeof value === "string" && isDay(value) ? value : undefined;
}

/** The page of a list; the first page is not in the address. */
export function pageOf(value: unknown): number | undefined {
  const isPage = typeof value === "number" && Number.isInteger(value) && value > 1 && value <= MAX_PAGE;
  return isPage ? value : undefined;
}

/** Whether a text is a valid date such as `2026-11-20`, from 2000 to 2099. */
export function isDay(value: string): boolean {
  if (!/^20\d\d-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
