import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { type Account, signIn } from "../e2e/fixtures";
import { untilQuiet, watch } from "../e2e/quiet";
import { SCENES, SECONDS } from "./scenes";

/** What GitHub shows of a file, and what a page of documentation may weigh. */
const MAX_BYTES = 4_000_000;
const MAX_SECONDS = 120;
const FOLDER = resolve("../build/recording");
const FRAMES = join(FOLDER, "frames");

/**
 * Pictures, each shown for a few seconds: the walk is the same on a slow machine, as nothing that loads is in it.
 */
test("the demo is recorded", async ({ page }) => {
  test.setTimeout(30 * 60_000);
  rmSync(FRAMES, { recursive: true, force: true });
  mkdirSync(FRAMES, { recursive: true });
  const frames: string[] = [];
  let signedIn: Account | null = null;
  for (const { caption, account, path, steps = [] } of SCENES) {
    if (signedIn !== account) {
      await page.context().clearCookies();
      await signIn(page.request, account);
      signedIn = account;
    }
    watch(page);
    await page.goto(path);
    await dismissFirstVisit(page);
    for (const step of [async () => undefined, ...steps]) {
      await step(page);
      await loaded(page);
      await write(page, caption);
      const frame = join(FRAMES, `${String(frames.length).padStart(3, "0")}.png`);
      await page.screenshot({ path: frame });
      frames.push(frame);
    }
  }
  expect(frames.length * SECONDS, "seconds").toBeLessThanOrEqual(MAX_SECONDS);
  const film = join(FOLDER, "demo.webm");
  encode(frames, film);
  expect(statSync(film).size, "bytes").toBeLessThanOrEqual(MAX_BYTES);
});

async function loaded(page: Page) {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await untilQuiet(page);
  await expect(page.locator("output[aria-busy=true]:visible")).toHaveCount(0);
}

async function dismissFirstVisit(page: Page) {
  await loaded(page);
  const notice = page.getByRole("button", { name: "Not now" });
  if (await notice.isVisible()) await notice.click();
}

/** Write a caption at the foot of the page. */
async function write(page: Page, caption: string) {
  await page.evaluate((text) => {
    const box = document.getElementById("caption") ?? document.body.appendChild(document.createElement("p"));
    box.id = "caption";
    box.textContent = text;
    Object.assign(box.style, {
      position: "fixed",
      inset: "auto 0 0 0",
      margin: "0",
      padding: "14px 28px",
      zIndex: "10000",
      background: "#101214",
      color: "#fff",
      font: "600 22px system-ui, sans-serif",
    });
  }, caption);
}

/** Make a film of pictures with the ffmpeg of the machine. */
function encode(frames: string[], film: string) {
  const list = join(FRAMES, "list.txt");
  const last = frames.at(-1) ?? "";
  // The last picture is named twice: its time would be ignored otherwise.
  const lines = [...frames.map((frame) => `file '${frame}'\nduration ${SECONDS}`), `file '${last}'`];
  writeFileSync(list, `${lines.join("\n")}\n`);
  const quiet = ["-hide_banner", "-loglevel", "error", "-y"];
  const input = ["-f", "concat", "-safe", "0", "-i", list];
  const codec = [
    "-vf",
    "fps=2",
    "-c:v",
    "libvpx-vp9",
    "-deadline",
    "realtime",
    "-cpu-used",
    "8",
    "-crf",
    "34",
    "-b:v",
    "0",
    "-pix_fmt",
    "yuv420p",
  ];
  execFileSync("ffmpeg", [...quiet, ...input, ...codec, film], { stdio: "inherit" });
}
