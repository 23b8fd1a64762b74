import type { Role } from "@/api/session";

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

const HOME: Page = { to: "/", label: "Home" };
const STOCK: Page = { to: "/stocks", label: "Stock Detail" };
const RECOMMENDATIONS: Page = { to: "/recommendations", label: "Recommendations" };
const PORTFOLIO: Page = { to: "/portfolio", label: "Portfolio" };
const NEWS: Page = { to: "/news", label: "News" };
const OF_ALL: Page[] = [HOME, STOCK, RECOMMENDATIONS, PORTFOLIO, NEWS];
const OF_DATA_SCIENTISTS: Page[] = [
  { to: "/training", label: "Training" },
  { to: "/pipelines", label: "Pipelines" },
  { to: "/operations", label: "Status" },
  { to: "/models", label: "Models" },
  { to: "/simulations", label: "Simulations" },
  { to: "/data", label: "Data" },
];

const OF_ADMINS: Page[] = [
  { to: "/people", label: "People" },
  { to: "/audit", label: "Audit" },
];

const PAGES: Record<Role, Page[]> = {
  end_user: OF_ALL,
  data_scientist: [...OF_DATA_SCIENTISTS, ...OF_ALL],
  admin: [...OF_DATA_SCIENTISTS, ...OF_ALL, ...OF_ADMINS],
};

/** The pages in the navigation of a role, in order. */
export function pagesOf(role: Role): Page[] {
  return PAGES[role];
}

/** The page of a role after signing in. */
export function landingOf(role: Role): Page["to"] {
  return role === "end_user" ? "/" : "/training";
}

/** Whether a role may open a path: an admin may open all. The API enforces the access to its data. */
export function mayOpen(role: Role, pathname: string): boolean {
  const isOpen = (page: Page) => PAGES[role].some(({ to }) => to === page.to);
  return PAGES.admin.every((page) => isOpen(page) || !isAt(page, pathname));
}

/** Whether a path belongs to a page. */
export function isAt(page: Page, pathname: string): boolean {
  return pathname === page.to || (page.to !== "/" && pathname.startsWith(`${page.to}/`));
}
