import { type Account, expect, type Page, signIn } from "./fixtures";
import { untilQuiet, watch } from "./quiet";

/** Where the screens have content: the running platform, and the stored markets of `test_stored_screens.py`. */
export type Market = "live" | "versions" | "recommendations" | "portfolio" | "people" | "risk" | "data";

export type Screen = {
  /** The path of the route in `src/app/router.tsx`. */
  route: string;
  market: Market;
  /** Who opens it; null: nobody has signed in. */
  account: Account | null;
  /** The address, where it is not the route: a tab, or a stock. */
  address?: string;
  /** For a route with an id that each run makes anew: the address of a screen that links to it. */
  linkedFrom?: string;
};

/** The screens of the app, each at least once, with their tabs. */
export const SCREENS: Screen[] = [
  { route: "/login", market: "people", account: null },
  { route: "/register", market: "people", account: null },
  { route: "/forgot-password", market: "people", account: null },
  { route: "/confirm", market: "people", account: null, address: "/confirm?token=unknown" },
  { route: "/reset-password", market: "people", account: null, address: "/reset-password?token=unknown" },
  { route: "/people", market: "people", account: "admin1" },
  { route: "/about", market: "people", account: "enduser1" },
  { route: "/account", market: "people", account: "ds1" },

  { route: "/", market: "live", account: "enduser1" },
  { route: "/", market: "recommendations", account: "enduser1" },
  { route: "/stocks", market: "live", account: "enduser1" },
  { route: "/stocks/$ticker", market: "live", account: "enduser1", address: "/stocks/FPT" },
  { route: "/stocks/$ticker", market: "risk", account: "enduser1", address: "/stocks/FPT?range=1Y" },
  { route: "/news", market: "risk", account: "enduser1" },
  { route: "/recommendations", market: "recommendations", account: "enduser1" },
  {
    route: "/recommendations/$recommendationId",
    market: "recommendations",
    account: "enduser1",
    linkedFrom: "/recommendations",
  },
  { route: "/recommendations/track-record", market: "recommendations", account: "enduser1" },
  { route: "/recommendations/profiles", market: "recommendations", account: "ds1" },
  { route: "/recommendations/replays", market: "recommendations", account: "enduser1" },
  { route: "/portfolio", market: "portfolio", account: "enduser1" },
  { route: "/portfolio", market: "portfolio", account: "enduser1", address: "/portfolio?tab=transactions" },
  { route: "/portfolio/optimise", market: "portfolio", account: "enduser1" },
  { route: "/jobs", market: "portfolio", account: "ds1" },

  { route: "/data", market: "data", account: "ds1" },
  {
    route: "/data",
    market: "data",
    account: "ds1",
    address: "/data?series=minutes&ticker=FPT&month=2024-04",
  },
  { route: "/data", market: "data", account: "ds1", address: "/data?tab=changes" },
  { route: "/data", market: "data", account: "ds1", address: "/data?tab=quarantine" },
  { route: "/data", market: "data", account: "ds1", address: "/data?tab=checks" },
  { route: "/data", market: "data", account: "ds1", address: "/data?tab=lake" },
  { route: "/models", market: "versions", account: "ds1" },
  { route: "/models", market: "live", account: "ds1" },
  { route: "/models/versions/$version", market: "versions", account: "ds1", linkedFrom: "/models" },
  { route: "/training", market: "live", account: "ds1" },
  { route: "/training", market: "live", account: "ds1", address: "/training?tab=runs" },
  { route: "/simulations", market: "live", account: "ds1" },
  { route: "/simulations/$simulationId", market: "live", account: "ds1", linkedFrom: "/simulations" },
  { route: "/simulations/new", market: "live", account: "ds1", address: "/simulations/new?preset=momentum" },
  { route: "/simulations/comparison", market: "live", account: "ds1" },
  { route: "/simulations/ledger", market: "live", account: "ds1" },
  { route: "/pipelines", market: "live", account: "ds1" },
  { route: "/pipelines", market: "live", account: "ds1", address: "/pipelines?tab=history" },
  { route: "/pipelines", market: "live", account: "ds1", address: "/pipelines?tab=run" },
  { route: "/pipelines", market: "live", account: "ds1", address: "/pipelines?tab=run&view=gantt" },
  { route: "/pipelines", market: "live", account: "ds1", address: "/pipelines?tab=run&view=logs" },
  { route: "/pipelines", market: "live", account: "ds1", address: "/pipelines?tab=edit" },
  { route: "/operations", market: "live", account: "ds1" },
  { route: "/audit", market: "live", account: "admin1" },
];

/** The screens that have content on a market. */
export const screensOf = (name: string): Screen[] => SCREENS.filter(({ market }) => market === name);

/** A page of the app, with the router that runs on it. */
type Routed = {
  __TSR_ROUTER__: {
    routesByPath: Record<string, unknown>;
    navigate: (to: { href: string }) => Promise<void>;
  };
};

/** The paths of the routes. */
export function routesOf(page: Page): Promise<string[]> {
  return page.evaluate(() => Object.keys((window as unknown as Routed).__TSR_ROUTER__.routesByPath));
}

type Go = (page: Page, address: string) => Promise<unknown>;

/** Load the app at an address. */
const load: Go = (page, address) => page.goto(address);

/** Go to an address in the app that is loaded, as its links do: a load takes a core second more. */
export const follow: Go = (page, address) =>
  page.evaluate((href) => (window as unknown as Routed).__TSR_ROUTER__.navigate({ href }), address);

/** What differs from what the page shows, by the accounts of its sign-ins. */
const SIGNED_IN = new WeakMap<Page, Account | null>();

/**
 * Open a screen, and wait until it has loaded.
 *
 * @param go how, after a sign-in, which always loads the app.
 * @returns its address, for the message of a failure.
 */
export async function openScreen(page: Page, screen: Screen, go: Go = load): Promise<string> {
  const { account } = screen;
  const first = SIGNED_IN.get(page) === account ? go : load;
  if (SIGNED_IN.get(page) !== account) {
    await page.context().clearCookies();
    if (account) await signIn(page.request, account);
    SIGNED_IN.set(page, account);
  }
  if (screen.linkedFrom) {
    await arrive(page, screen.linkedFrom, first);
    const pattern = new RegExp(`^${screen.route.replace(/\$\w+/, "[^/?#]*\\d[^/?#]*")}$`);
    const links = page.locator("main a[href]");
    const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
    const address = hrefs.find((href) => pattern.test(href));
    expect(address, `a link from ${screen.linkedFrom} to ${screen.route}`).toBeDefined();
    return arrive(page, address ?? "", go);
  }
  return arrive(page, screen.address ?? screen.route, first);
}

async function arrive(page: Page, address: string, go: Go): Promise<string> {
  watch(page);
  await go(page, address);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await untilQuiet(page);
  await expect(page.locator("output[aria-busy=true]:visible")).toHaveCount(0);
  return address;
}
