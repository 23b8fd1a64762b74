import type { Page } from "@playwright/test";

type TraceEvent = {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  tdur?: number;
  args: { name?: string };
};

const MAIN_THREAD = "CrRendererMain";

/**
 * The milliseconds of each task on the page's main thread during an action.
 *
 * Processor time, so that other work of the machine does not count.
 */
export async function traced(page: Page, act: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser();
  if (browser === null) throw new Error("the page has no browser of its own");
  await browser.startTracing(page, {
    categories: ["__metadata", "toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"],
  });
  await act();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const main = new Set(
    trace.traceEvents
      .filter((event) => event.name === "thread_name" && event.args.name === MAIN_THREAD)
      .map((event) => `${event.pid}/${event.tid}`),
  );
  return trace.traceEvents
    .filter(
      (event) => event.name.endsWith("RunTask") && event.ph === "X" && main.has(`${event.pid}/${event.tid}`),
    )
    .flatMap((event) => (event.tdur === undefined ? [] : [event.tdur / 1000]));
}
