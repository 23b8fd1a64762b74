import type { Schemas } from "../src/api/client";
import { expect, expectAccessible, takePictures, test } from "./fixtures";
import { ask } from "./platform";

const MARKUP = "<img src=x onerror=alert(1)>FPT &amp; VCB ký <b>hợp đồng</b>";

test.describe("News and events", () => {
  test("Market has the six newest articles, whose markup is text and whose links are safe", async ({
    open,
  }) => {
    const page = await open("enduser1", "/");
    const card = page.getByRole("region", { name: "News", exact: true });
    const articles = card.getByRole("list", { name: "Newest articles" }).getByRole("listitem");
    await expect(articles).toHaveCount(6);
    const first = articles.first();
    await expect(first).toContainText(MARKUP);
    await expect(first).toContainText("<script>alert(1)</script> Hai bên hợp tác.");
    await expect(first).toContainText("2024-06-27 09:30 ICT · CafeF");
    await expect(first.locator("img, script, b")).toHaveCount(0);
    const link = first.getByRole("link", { name: /opens in a new tab/ });
    await expect(link).toHaveAttribute("target", "_blank");
    await expect(link).toHaveAttribute("rel", /noopener/);
    await expect(link).toHaveAttribute("href", /^https:\/\/example\.vn\//);
    await expectAccessible(page);
    await card.scrollIntoViewIfNeeded();
    await takePictures(page, "home-news");
  });

  test("Stock lists articles and events by kind and page", async ({ open }) => {
    const page = await open("enduser1", "/stocks/FPT");
    const all = await ask<Schemas["NewsAndEventsPage"]>(
      page,
      "enduser1",
      "/api/v1/news-and-events?symbol=FPT&limit=8",
    );
    const card = page.getByRole("region", { name: "News and events", exact: true });
    await expect(card.getByRole("status")).toHaveText(`Showing 1–8 of ${all.meta.total} items`);
    await card.getByRole("button", { name: "Next" }).click();
    await expect(card.getByRole("status")).toContainText("Showing 9–");
    await card.getByLabel("Kind").selectOption({ label: "News" });
    await expect(card.getByRole("status")).toHaveText("Showing 1–8 of 8 items");
    const moves = all.data.flatMap(({ article }) => article?.moves ?? []);
    const known = moves.find(({ change1 }) => change1 !== null);
    await expect(card.getByText(/after 1 session [+−]?\d/).first()).toBeVisible();
    expect(known?.vn30Change1).not.toBeNull();
    await card.getByLabel("Kind").selectOption({ label: "Volume spike" });
    await expect(
      card.getByText("No item matches the filters").or(card.getByText(/times the mean/).first()),
    ).toBeVisible();
    await card.getByLabel("Kind").selectOption({ label: "52-week high" });
    await expect(card.getByText(/above all closes of the 252 sessions before/).first()).toBeVisible();
    await expect(card.getByText("event of our data").first()).toBeVisible();
    await card.scrollIntoViewIfNeeded();
    await takePictures(page, "stock-news");
  });

  test("the page News filters by stock and keeps filter and page in its address", async ({ open }) => {
    const page = await open("enduser1", "/news?kind=article");
    await expect(page.getByRole("status")).toHaveText("Showing 1–8 of 8 items");
    await page.getByLabel("Ticker").fill("hpg");
    await expect(page.getByRole("status")).toHaveText("Showing 1–3 of 3 items");
    await expect(page).toHaveURL(/symbol=HPG/);
    await takePictures(page, "news");
    await page.getByLabel("Ticker").fill("NONE");
    await expect(page.getByRole("alert")).toContainText("There is no stock 'NONE'");
  });
});
