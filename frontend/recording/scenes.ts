import type { Page } from "@playwright/test";
import type { Account } from "../e2e/fixtures";

/** A caption, the steps that it is about, and the seconds that each picture after them is shown. */
export type Scene = {
  caption: string;
  account: Account;
  path: string;
  steps?: ((page: Page) => Promise<void>)[];
};

/** Seconds that a picture is shown: long enough to read the caption and to find what it names. */
export const SECONDS = 4.5;

const scrollTo = (name: RegExp) => async (page: Page) => {
  await page.getByRole("heading", { name }).first().scrollIntoViewIfNeeded();
  await page.mouse.wheel(0, 400);
};

/** Accept the text on the risks; another recording may have done so. */
async function consent(page: Page) {
  const box = page.getByRole("checkbox", { name: /I have read this text/ });
  if (!(await box.isVisible())) return;
  await box.check();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await box.waitFor({ state: "hidden" });
}

/** The walk: investor, data scientist, operator. */
export const SCENES: Scene[] = [
  {
    caption:
      "An investor opens the market: 30 stocks, each with its forecast. All prices here are simulated.",
    account: "enduser1",
    path: "/",
    steps: [scrollTo(/^Market$/)],
  },
  {
    caption: "A stock: the forecast stands in its interval, beside the error of the naive forecast.",
    account: "enduser1",
    path: "/stocks/FPT",
    steps: [
      async (page) => page.getByRole("tab", { name: "30D" }).click(),
      scrollTo(/^Model status/i),
      scrollTo(/^Risk/),
    ],
  },
  {
    caption: "Ten years of the same stock, adjusted for dividends and issues.",
    account: "enduser1",
    path: "/stocks/FPT?range=10Y",
  },
  {
    caption: "Recommendations come after a text on the risks, with the record of earlier ones.",
    account: "enduser1",
    path: "/recommendations",
    steps: [consent],
  },
  {
    caption: "The track record: what came of them, beside two baselines.",
    account: "enduser1",
    path: "/recommendations/track-record",
  },
  {
    caption: "A portfolio: value and return beside the VN30, risk, and orders in lots.",
    account: "enduser1",
    path: "/portfolio",
  },
  {
    caption: "A data scientist looks at the data first: each cell is a ticker and a month.",
    account: "ds1",
    path: "/data",
  },
  {
    caption: "The configuration of a training is a form, checked as it is filled in.",
    account: "ds1",
    path: "/training",
    steps: [scrollTo(/^Indicators$/)],
  },
  { caption: "Runs: what each has trained, with its scores.", account: "ds1", path: "/training?tab=runs" },
  {
    caption: "Models: errors, intervals and verdicts of every ticker.",
    account: "ds1",
    path: "/models",
    steps: [scrollTo(/^Versions/)],
  },
  {
    caption: "A simulation starts from a preset, with lots, fees, taxes and settlement.",
    account: "ds1",
    path: "/simulations/new?preset=momentum",
  },
  {
    caption: "An operator sees heartbeats, the age of the data, what runs and what comes next.",
    account: "ds1",
    path: "/operations",
  },
  {
    caption: "The pipelines are Airflow's DAGs: their runs, graphs, tasks and logs.",
    account: "ds1",
    path: "/pipelines?dag=vn30_model_training&tab=run",
    steps: [
      async (page) =>
        page.goto("/pipelines?dag=vn30_model_training&tab=run&view=gantt").then(() => undefined),
      async (page) => page.goto("/pipelines?dag=vn30_model_training&tab=history").then(() => undefined),
    ],
  },
  { caption: "The audit trail: who changed what, and when.", account: "admin1", path: "/audit" },
  {
    caption: "All of it in Vietnamese as well, in a light and a dark theme.",
    account: "enduser1",
    path: "/",
    steps: [
      async (page) => {
        await page.evaluate(() => localStorage.setItem("PARAGLIDE_LOCALE", "vi"));
        await page.emulateMedia({ colorScheme: "dark" });
        await page.goto("/stocks/FPT");
      },
    ],
  },
];
