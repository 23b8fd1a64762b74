import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "./fixtures";

/** The app of `VN30_PSEUDO=1 vite build`, whose texts of the catalogues stand in ⟦⟧. */
const BUILT = "dist-pseudo";

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
  html: "text/html",
};

/** Names of libraries, which their licences want to be seen, and of languages in themselves. */
const NAMES = ["React Flow", "TradingView", "English", "Tiếng Việt"];

/** What is data outside of messages: names, numbers, dates, codes, units, and sentences of the API. */
const DATA = [
  // Tickers, names of measures, identifiers with an underscore, and the letter of a statistic.
  /^[A-Z][A-Z0-9-]+$/,
  /_/,
  /^\d[\w.,:%+-]*$/,
  /^(kB|MB|B|VND|ICT|p|x|ms|s|min|h|d)$/,
  /^v\d+$/,
];

/** Ages, which the browser writes in the language; those below a minute are from a catalogue. */
const AGE = /^\d+ (minute|hour|day)s? ago$/;

/** Elements whose text the API has written: code, cells of tables, values of facts, and what is marked so. */
const FROM_API = "code, pre, td, dd, [data-from-api]";

/** The texts of the configuration's schema, which the API translates. */
const SCHEMA = readFileSync("../docs/training-config.schema.json", "utf8");

function isOfSchema(text: string): boolean {
  return text.split(/ › |, |; /).every((part) => SCHEMA.includes(part));
}

/**
 * The words that the screen of a page shows outside of ⟦⟧, data aside, and those aside that an answer of the API has,
 * whose translation is the server's.
 */
export async function wordsOutside(page: Page, answers: string[]): Promise<string[]> {
  const isInAnswer = (text: string) => {
    const quoted = JSON.stringify(text).slice(1, -1).toLowerCase();
    return answers.some((answer) => answer.includes(quoted));
  };
  // A line may have several of the API's texts, as a name with its exchange.
  const isOfApi = (text: string) =>
    isInAnswer(text) ||
    text
      .split(/ · |[;,:] |[;:]$/)
      .every((part) => isInAnswer(part) || isOfSchema(part) || NAMES.includes(part));
  const outside = await page.evaluate((fromApi) => {
    const found: string[] = [];
    let depth = 0;
    const walker = document.createTreeWalker(
      document.querySelector("main") ?? document.body,
      NodeFilter.SHOW_TEXT,
    );
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!element || element.closest("script, style, noscript")) continue;
      let text = "";
      for (const letter of node.textContent ?? "") {
        if (letter === "⟦") depth += 1;
        if (depth === 0) text += letter;
        if (letter === "⟧") depth -= 1;
      }
      const isShown = element.checkVisibility() && element.closest(fromApi) === null;
      if (isShown && text.trim() !== "") found.push(text.trim());
    }
    return found;
  }, FROM_API);
  return outside.filter(
    (text) =>
      !AGE.test(text) &&
      !isOfSchema(text) &&
      !isOfApi(text) &&
      text
        .split(/[\s/·,;:()–…"“”±×−]+/)
        .some((word) => /[A-Za-z]{2}/.test(word) && !DATA.some((kind) => kind.test(word))),
  );
}

/**
 * Serve a page the app of the pseudo-locale, in front of the API.
 *
 * @returns the API's answers in lower case, which grow with each request.
 */
export async function servePseudo(page: Page): Promise<string[]> {
  const answers: string[] = [];
  page.on("response", async (response) => {
    if (!response.url().includes("/api/") || !response.headers()["content-type"]?.includes("json")) return;
    const text = await response.text().catch(() => "");
    answers.push(text.toLowerCase());
  });
  await page.route(/^[^?]*\/(?!api\/)[^?]*(\?.*)?$/, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.startsWith("/api/")) return route.fallback();
    const name = /\.\w+$/.test(pathname) ? pathname : "/index.html";
    const contentType = TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";
    return route.fulfill({ body: readFileSync(join(BUILT, name)), contentType });
  });
  return answers;
}
