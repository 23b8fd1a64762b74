import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

type Variants = { declarations: string[]; match: Record<string, string> }[];
type Catalogue = Record<string, string | Variants>;

const ROOT = new URL("../", import.meta.url);
const AREAS = readdirSync(new URL("messages/en/", ROOT)).map((file) => file.replace(".json", ""));
/** What is the same in both languages: names, units, and words of statistics. */
const SAME = new RegExp(
  [
    "\\{\\w+\\}",
    ..."VNINDEX VN30 VND FPT MAPE Sharpe Cornish-Fisher Black-Litterman Brier LambdaRank SHA-256".split(" "),
    ..."Airflow DAG Triggerer Gantt Conf run_id Bot".split(" "),
    ...["Rank IC", "Log loss"],
  ].join("|"),
  "g",
);

const catalogue = (language: string, area: string): Catalogue =>
  JSON.parse(readFileSync(new URL(`messages/${language}/${area}.json`, ROOT), "utf8"));

const textsOf = (message: string | Variants) =>
  typeof message === "string" ? [message] : message.flatMap(({ match }) => Object.values(match));

const parametersOf = (message: string | Variants) =>
  [
    ...new Set(textsOf(message).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))),
  ].sort();

const hasWords = (text: string) => /\p{L}{2}/u.test(text.replace(SAME, ""));

const sources = readdirSync(new URL("src/", ROOT), { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.startsWith("paraglide"))
  .map((file) => readFileSync(new URL(`src/${file}`, ROOT), "utf8"));
const used = new Set(sources.flatMap((text) => [...text.matchAll(/\bm\.(\w+)/g)].map(([, key]) => key)));

test.each(AREAS)("the catalogues of %s agree", (area) => {
  const english = catalogue("en", area);
  const vietnamese = catalogue("vi", area);
  expect(Object.keys(vietnamese).sort()).toEqual(Object.keys(english).sort());
  for (const [key, message] of Object.entries(english)) {
    const translated = vietnamese[key] ?? "";
    expect(parametersOf(translated), key).toEqual(parametersOf(message));
    const isSame = textsOf(translated).every((text) => textsOf(message).includes(text));
    const isName = !textsOf(message).some(hasWords);
    expect(isSame && !isName, `${key} is not translated`).toBe(false);
  }
});

test.each(AREAS)("each message of %s is used", (area) => {
  expect(Object.keys(catalogue("en", area)).filter((key) => !used.has(key))).toEqual([]);
});
