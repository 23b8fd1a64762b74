import { m } from "@/paraglide/messages";

// In this order: most browsers name others as well.
const BROWSERS: [name: string, version: RegExp][] = [
  ["Edge", /\bEdg(?:A|iOS)?\/(\d+)/],
  ["Opera", /\bOPR\/(\d+)/],
  ["Samsung Internet", /\bSamsungBrowser\/(\d+)/],
  ["Firefox", /\b(?:Firefox|FxiOS)\/(\d+)/],
  ["Chrome", /(?:Chrome|CriOS)\/(\d+)/],
  ["Safari", /\bVersion\/(\d+).* Safari\//],
];
const SYSTEMS: [name: string, pattern: RegExp][] = [
  ["iPhone", /iPhone/],
  ["iPad", /iPad/],
  ["Android", /Android/],
  ["Windows", /Windows/],
  ["macOS", /Macintosh/],
  ["ChromeOS", /CrOS/],
  ["Linux", /Linux/],
];
const PROGRAM = /^(?!Mozilla\/)([\w.-]+)\/([\d.]+)/;

/** `Firefox 145 on Linux`, or `curl 8.5.0`: what a `User-Agent` header says, in words. */
export function browserOf(userAgent: string | null): string {
  if (userAgent === null) return m.account_unknown_program();
  const system = SYSTEMS.find(([, pattern]) => pattern.test(userAgent))?.[0];
  for (const [name, pattern] of BROWSERS) {
    const version = pattern.exec(userAgent)?.[1];
    if (version === undefined) continue;
    const browser = `${name} ${version}`;
    return system ? m.account_browser_on({ browser, system }) : browser;
  }
  return userAgent.replace(PROGRAM, "$1 $2").split(" (")[0] ?? userAgent;
}
