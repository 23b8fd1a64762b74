import { expect, expectAccessible, type Page, takePictures, test } from "./fixtures";
import { ask } from "./platform";

type Portfolio = { id: string; name: string };

/** Trades of a stored market: one line sells what was never bought, and one day is no session. */
const STATEMENT = [
  "Ngày GD;Loại GD;Mã CK;Khối lượng;Giá khớp;Phí",
  "15/05/2024;Mua;HPG;200;39.500;11.850",
  "16/05/2024;Mua;VCB;100;69.500;10.425",
  "22/05/2024;Bán;HPG;100;40.700;6.105",
  "22/05/2024;Bán;FPT;100;50.000;7.500",
  "19/05/2024;Mua;FPT;100;50.000;7.500",
].join("\r\n");

async function chooseStatement(page: Page) {
  await page.getByRole("button", { name: "Import a CSV" }).click();
  const dialog = page.getByRole("dialog", { name: "Import the CSV of a broker" });
  const chooser = page.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: "File", exact: true }).click();
  await (await chooser).setFiles({
    name: "statement.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(STATEMENT),
  });
  return dialog;
}

test.describe("Portfolio", () => {
  test("the sample shows holdings, returns, what is not settled, and the dividend", async ({ open }) => {
    const page = await open("enduser1", "/portfolio");
    await expect(page.getByText("Sample, not real trades")).toBeVisible();
    await expect(
      page.getByRole("region", { name: "Table of holdings" }).getByText("Technology"),
    ).toBeVisible();
    await expect(page.getByRole("region", { name: "Not settled yet" })).toContainText("HPG can be sold from");
    await expect(page.getByRole("region", { name: "Corporate actions applied" })).toContainText(
      "Cash dividend",
    );
    const chart = page.getByRole("img", { name: /Growth of the portfolio .* of the VN30 [\d.]+$/ });
    await expect(chart).toBeVisible();
    await takePictures(page, "portfolio");
    await page.getByText("Value in VND").click();
    await expect(page.getByRole("img", { name: /Value of the portfolio/ })).toBeVisible();
    await page.getByRole("tab", { name: "Transactions" }).click();
    await expect(page.getByText("Showing 1–8 of 8 transactions")).toBeVisible();
    await takePictures(page, "portfolio-transactions");
  });

  test("the sample is optimised from what is held, and its orders are a CSV", async ({ open }) => {
    // The first optimum starts the optimiser.
    test.slow();
    const page = await open("enduser1", "/portfolio");
    const risk = page.getByRole("region", { name: "Risk", exact: true });
    await expect(risk.getByText("Share of the risk", { exact: true })).toBeVisible();
    await page.getByRole("link", { name: "Optimise" }).click();
    const optimum = page.getByRole("region", { name: "Optimum" });
    const start = optimum.getByRole("button", { name: "Optimise" });
    // Four stocks of at most 20 % each cannot be all of the value.
    await start.click();
    await expect(optimum.getByRole("alert")).toContainText(
      "Maximum weight of a stock, Kept in cash: No weights",
      {
        timeout: 150_000,
      },
    );
    await page.getByRole("textbox", { name: "Maximum weight of a stock, %" }).fill("40");
    await start.click();
    const frontier = optimum.getByRole("img", { name: /Efficient frontier .* Held now: volatility/ });
    await expect(frontier).toBeVisible({ timeout: 150_000 });
    for (const name of ["Held now", "Optimal", "After the orders", "Equal weight", "VN30"])
      await expect(optimum.getByRole("row", { name: new RegExp(`^${name}.* ± `) })).toBeVisible();
    await expect(optimum.getByText(/^No forecast: an optimum of past returns/)).toBeVisible();
    await expectAccessible(page);
    await takePictures(page, "optimise");
    const saving = page.waitForEvent("download");
    await optimum.getByRole("button", { name: "Download orders as CSV" }).click();
    const file = await (await saving).createReadStream();
    const text = (await file.toArray()).join("");
    expect(text.split("\r\n")[0]).toBe(
      "\ufeffSession,Stock,Side,Shares,Limit (VND),Value (VND),Fee (VND),Tax (VND)",
    );
    expect(text).toMatch(/\r\n\d{4}-\d\d-\d\d,[A-Z]{3},(buy|sell),\d+,/);
  });

  test("a walk-forward stands beside equal weight, and says where it loses", async ({ open }) => {
    const page = await open("enduser1", "/portfolio/optimise");
    const walk = page.getByRole("region", { name: "Walk-forward" });
    await expect(walk.getByRole("img", { name: /Value of 100 from .* Equal weight \d+/ })).toBeVisible();
    await expect(walk.getByText(/^Minimum variance: .*equal weight/)).toBeVisible();
    await expect(walk.getByRole("row", { name: /^Minimum variance .* ± .*, p \d/ })).toBeVisible();
    await expectAccessible(page);
    await takePictures(page, "walk-forward");
    // This platform has no Airflow.
    await walk.getByRole("button", { name: "Start a walk-forward" }).click();
    await expect(walk.getByRole("alert")).toContainText("not connected to Airflow");
    await walk.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete the walk-forward" }).click();
    await expect(walk.getByText("No walk-forward yet")).toBeVisible();
  });

  test("nobody else sees it", async ({ open }) => {
    const page = await open("enduser1", "/portfolio");
    await expect(page.getByText("Sample, not real trades")).toBeVisible();
    const [sample] = await ask<Portfolio[]>(page, "enduser1", "/api/v1/portfolios");
    for (const other of ["enduser2", "ds1", "admin1"] as const) {
      const theirs = await open(other, `/portfolio?id=${sample?.id}`);
      await expect(theirs.getByText("No portfolio yet")).toBeVisible();
      expect(await ask<Portfolio[]>(theirs, other, "/api/v1/portfolios")).toEqual([]);
      await theirs.goto(`/portfolio/optimise?id=${sample?.id}`);
      await expect(theirs.getByText("No portfolio yet")).toBeVisible();
    }
  });

  test("a statement is imported after a preview, and changes nothing the second time", async ({ open }) => {
    const page = await open("enduser2", "/portfolio");
    await page.getByRole("button", { name: "New portfolio" }).click();
    const settings = page.getByRole("dialog", { name: "New portfolio" });
    await settings.getByRole("textbox", { name: "Name" }).fill("Long term");
    await expectAccessible(page);
    await settings.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("No transaction yet")).toBeVisible();

    const dialog = await chooseStatement(page);
    await expect(dialog.getByText("3 new, 0 recorded before, 0 applied already, 2 refused")).toBeVisible();
    await expect(dialog.getByText("Refused lines are left out.")).toBeVisible();
    await expect(dialog.getByText("Ngày GD as Day, Loại GD as Kind, Mã CK as Ticker")).toBeVisible();
    await expect(dialog.getByText(/100 shares are sold and 0 can be sold/)).toBeVisible();
    await expect(dialog.getByText(/HOSE does not trade on 2024-05-19/)).toBeVisible();
    await expect(dialog.getByText(/Buy 200 HPG at 39\s500, fee 11\s850/)).toBeVisible();
    await expectAccessible(page);
    await takePictures(page, "portfolio-import");
    await dialog.getByRole("button", { name: "Record 3 transactions" }).click();
    await expect(dialog).toBeHidden();
    const holdings = page.getByRole("region", { name: "Table of holdings" });
    await expect(holdings.getByRole("row", { name: /^HPG/ })).toContainText("100");

    const again = await chooseStatement(page);
    await expect(again.getByText("0 new, 3 recorded before, 0 applied already, 2 refused")).toBeVisible();
    await expect(again.getByRole("button", { name: "Record", exact: true })).toBeDisabled();
    await again.getByRole("button", { name: "Cancel" }).click();
  });

  test("a transaction is refused with its remedy, recorded, reversed, and downloaded", async ({ open }) => {
    const page = await open("enduser2", "/portfolio");
    await page.getByRole("button", { name: "Add a transaction" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a transaction" });
    await dialog.getByLabel("Day").fill("2024-06-03");
    await dialog.getByRole("textbox", { name: "Ticker" }).fill("hpg");
    await dialog.getByRole("textbox", { name: "Shares" }).fill("100");
    await dialog.getByRole("textbox", { name: "Price, VND a share" }).fill("25013");
    await dialog.getByRole("button", { name: "Record" }).click();
    await expect(dialog.getByText(/is no multiple of the step of 50 VND; 25,000 is/)).toBeVisible();
    await expectAccessible(page);
    await takePictures(page, "portfolio-transaction");
    await dialog.getByRole("combobox", { name: "Kind" }).click();
    await page.getByRole("option", { name: "Deposit" }).click();
    await dialog.getByRole("textbox", { name: "Amount, VND" }).fill("1000000");
    await dialog.getByRole("button", { name: "Record" }).click();
    await expect(dialog).toBeHidden();

    await page.getByRole("tab", { name: "Transactions" }).click();
    await page.getByRole("button", { name: "Reverse: Deposit on 2024-06-03" }).click();
    const confirm = page.getByRole("dialog", { name: "Reverse Deposit on 2024-06-03?" });
    await confirm.getByRole("button", { name: "Reverse the transaction" }).click();
    await expect(page.getByText("Reversed", { exact: true })).toBeVisible();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download transactions as CSV" }).click();
    expect((await saved).suggestedFilename()).toBe("transactions.csv");
  });
});
