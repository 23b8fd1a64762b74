import type { Role } from "@/api/session";

export type Page = { to: "/" | "/stocks" | "/training" | "/pipelines" | "/models"; label: string };

const HOME: Page = { to: "/", label: "Home" };
const STOCK: Page = { to: "/stocks", label: "Stock Detail" };
const OF_DATA_SCIENTISTS: Page[] = [
  { to: "/training", label: "Training" },
  { to: "/pipelines", label: "Pipelines" },
  { to: "/models", label: "Models" },
];

/** What the navigation shows to a role, in its order. */
export function pagesOf(role: Role): Page[] {
  return role === "end_user" ? [HOME, STOCK] : [...OF_DATA_SCIENTISTS, HOME, STOCK];
}

/** Where a role lands after signing in. */
export function landingOf(role: Role): Page["to"] {
  return role === "end_user" ? "/" : "/training";
}

/** Whether a role may open a path; the API has the last word on what it may read there. */
export function mayOpen(role: Role, pathname: string): boolean {
  return role !== "end_user" || !OF_DATA_SCIENTISTS.some((page) => isAt(page, pathname));
}

/** Whether a path belongs to a page. */
export function isAt(page: Page, pathname: string): boolean {
  return pathname === page.to || (page.to !== "/" && pathname.startsWith(`${page.to}/`));
}
