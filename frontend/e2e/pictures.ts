import type { Page } from "@playwright/test";
import type { Account } from "./fixtures";

/** A picture of `docs/pictures`, of a running platform. */
export type Picture = {
  name: string;
  account: Account;
  path: string;
  theme: "light" | "dark";
  /** What it is made to show. */
  shows: (page: Page) => ReturnType<Page["getByRole"]>;
};

/** All pictures of the pages of documentation. */
export const PICTURES: Picture[] = [
  {
    name: "market",
    account: "enduser1",
    path: "/",
    theme: "light",
    shows: (page) => page.getByRole("row", { name: /\bFPT\b/ }).getByRole("img"),
  },
  {
    name: "stock",
    account: "enduser1",
    path: "/stocks/FPT",
    theme: "dark",
    shows: (page) => page.getByRole("tabpanel").getByRole("img"),
  },
  {
    name: "training",
    account: "ds1",
    path: "/training",
    theme: "light",
    shows: (page) => page.getByRole("complementary", { name: "Summary of the configuration" }),
  },
  {
    name: "pipelines",
    account: "ds1",
    path: "/pipelines?dag=vn30_model_training&tab=run",
    theme: "light",
    shows: (page) => page.getByText("train", { exact: true }).first(),
  },
];
