import { expect, test } from "vitest";
import { task } from "../examples";
import { axisOf, groupsOf, placeOf, spanOf, ticksOf } from "./gantt";

const at = (clock: string) => Date.parse(`2026-11-20T${clock}Z`);

test("a mapped task spans its instances, one that runs lasts until now", () => {
  const now = at("10:01:00");
  const groups = groupsOf(
    [
      task({ taskId: "plan", mapIndex: -1, start: "2026-11-20T10:00:00Z", end: "2026-11-20T10:00:02Z" }),
      task({ mapIndex: 0, start: "2026-11-20T10:00:10Z", end: "2026-11-20T10:00:20Z" }),
      task({ mapIndex: 1, start: "2026-11-20T10:00:12Z", end: null, state: "running" }),
      task({ taskId: "gate", mapIndex: -1, start: null, end: null, state: "pending" }),
    ],
    now,
  );
  expect(groups.map(({ taskId, isMapped, counts, span }) => ({ taskId, isMapped, counts, span }))).toEqual([
    {
      taskId: "plan",
      isMapped: false,
      counts: { success: 1 },
      span: { start: at("10:00:00"), end: at("10:00:02") },
    },
    {
      taskId: "load",
      isMapped: true,
      counts: { success: 1, running: 1 },
      span: { start: at("10:00:10"), end: now },
    },
    { taskId: "gate", isMapped: false, counts: { pending: 1 }, span: null },
  ]);
  expect(axisOf(groups)).toEqual({ start: at("10:00:00"), end: now });
});

test("a clock that is behind makes no bar of negative length", () => {
  const running = task({ start: "2026-11-20T10:00:00Z", end: null });
  expect(spanOf(running, at("09:59:59"))).toEqual({ start: at("10:00:00"), end: at("10:00:00") });
});

test("bars are placed in percent of the axis", () => {
  const axis = { start: at("10:00:00"), end: at("10:00:40") };
  expect(placeOf({ start: at("10:00:10"), end: at("10:00:20") }, axis)).toEqual({ left: 25, width: 25 });
});

test("marks stand at round times in ICT, few enough to be read", () => {
  const clocks = (start: string, end: string) =>
    ticksOf({ start: at(start), end: at(end) }).map((tick) => new Date(tick).toISOString().slice(11, 19));
  expect(clocks("10:00:03", "10:00:31")).toEqual([
    "10:00:05",
    "10:00:10",
    "10:00:15",
    "10:00:20",
    "10:00:25",
    "10:00:30",
  ]);
  // Every two hours from midnight in ICT, which is 17:00 in UTC.
  expect(clocks("00:30:00", "12:00:00")).toEqual([
    "01:00:00",
    "03:00:00",
    "05:00:00",
    "07:00:00",
    "09:00:00",
    "11:00:00",
  ]);
});
