import type { Role } from "@/api/session";
import { m } from "@/paraglide/messages";

export type Page = {
  to:
    | "/"
    | "/stocks"
    | "/recommendations"
    | "/portfolio"
    | "/news"
    | "/training"
    | "/pipelines"
    | "/operations"
    | "/models"
    | "/simulations"
    | "/data"
    | "/people"
    | "/audit";
  label: string;
};

/** Pages that serve one purpose. */
export type PageGroup = { label: string; pages: Page[] };

const MARKET: PageGroup = {
  label: m.app_group_market(),
  pages: [
    { to: "/", label: m.app_page_market() },
    { to: "/stocks", label: m.app_page_stock() },
    { to: "/recommendations", label: m.app_page_recommendations() },
    { to: "/portfolio", label: m.app_page_portfolio() },
    { to: "/news", label: m.app_page_news() },
  ],
};

const RESEARCH: PageGroup = {
  label: m.app_group_research(),
  pages: [
    { to: "/data", label: m.app_page_data() },
    { to: "/training", label: m.app_page_training() },
    { to: "/models", label: m.app_page_models() },
    { to: "/simulations", label: m.app_page_simulations() },
    { to: "/pipelines", label: m.app_page_pipelines() },
    { to: "/operations", label: m.app_page_status() },
  ],
};

const ADMINISTRATION: PageGroup = {
  label: m.app_group_administration(),
  pages: [
    { to: "/people", label: m.app_page_people() },
    { to: "/audit", label: m.app_page_audit() },
  ],
};

const GROUPS: Record<Role, PageGroup[]> = {
  end_user: [MARKET],
  data_scientist: [MARKET, RESEARCH],
  admin: [MARKET, RESEARCH, ADMINISTRATION],
};

/** The navigation of a role: groups of pages, in order. */
export function groupsOf(role: Role): PageGroup[] {
  return GROUPS[role];
}

/** The pages of a role, in the order of the navigation. */
export function pagesOf(role: Role): Page[] {
  return GROUPS[role].flatMap(({ pages }) => pages);
}

/** The page of a role after signing in. */
export function landingOf(role: Role): Page["to"] {
  return role === "end_user" ? "/" : "/training";
}

/** Whether a role may open a path: an admin may open all. The API enforces the access to its data. */
export function mayOpen(role: Role, pathname: string): boolean {
  const known = pagesOf(role);
  const isOpen = (page: Page) => known.some(({ to }) => to === page.to);
  return pagesOf("admin").every((page) => isOpen(page) || !isAt(page, pathname));
}

/** Whether a path belongs to a page. */
export function isAt(page: Page, pathname: string): boolean {
  return pathname === page.to || (page.to !== "/" && pathname.startsWith(`${page.to}/`));
}
