import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The accented letters of the pseudo-locale; other letters stay. */
const ACCENTED: Readonly<Record<string, string>> = {
  a: "å",
  c: "ç",
  e: "é",
  i: "ï",
  n: "ñ",
  o: "ö",
  s: "š",
  u: "û",
  y: "ý",
  A: "Å",
  E: "É",
  I: "Ï",
  O: "Ö",
  U: "Û",
};

type Variants = { match: Record<string, string> }[];

/** A message of the pseudo-locale: accented, in brackets, its parameters as they were. */
export function pseudo(message: string): string {
  const accented = message.replace(/\{\w+\}|[a-zA-Z]/g, (part) => ACCENTED[part] ?? part);
  return `⟦${accented}⟧`;
}

/**
 * Makes a project of Paraglide whose English is the pseudo-locale.
 *
 * @returns the folder of the project, below `folder`, which is made anew.
 */
export function pseudoProject(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync("messages", join(folder, "messages"), { recursive: true });
  const english = join(folder, "messages", "en");
  for (const name of readdirSync(english)) {
    const path = join(english, name);
    const messages: Record<string, string | Variants> = JSON.parse(readFileSync(path, "utf8"));
    const changed = Object.entries(messages).map(([key, value]) => [key, changedOf(value)]);
    writeFileSync(path, JSON.stringify(Object.fromEntries(changed)));
  }
  const project = join(folder, "project.inlang");
  mkdirSync(project);
  const settings = readFileSync("project.inlang/settings.json", "utf8");
  writeFileSync(join(project, "settings.json"), settings.replace("./node_modules", "../../node_modules"));
  return project;
}

function changedOf(value: string | Variants): string | Variants {
  if (typeof value === "string") return pseudo(value);
  return value.map((variant) => ({
    ...variant,
    match: Object.fromEntries(Object.entries(variant.match).map(([on, text]) => [on, pseudo(text)])),
  }));
}
