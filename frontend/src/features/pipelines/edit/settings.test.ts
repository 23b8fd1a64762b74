import { expect, test } from "vitest";
import { CRAWLER } from "../examples";
import { changesIn, faultsIn, faultsOf, requestFor, settingsOf, timezones } from "./settings";

const SETTINGS = settingsOf(CRAWLER);

test("only edits that make a difference are changes; tags have no order", () => {
  const edits = { scheduleCron: "0 17 * * *", retries: 2, tags: ["vn30", "prices"] };
  expect(changesIn(SETTINGS, edits)).toEqual({ retries: 2 });
  expect(changesIn(SETTINGS, { tags: ["vn30"] })).toEqual({ tags: ["vn30"] });
});

test("a request holds the changes alone, each in its place", () => {
  expect(requestFor({ timezone: "UTC", catchup: false, maxActiveRuns: 2 })).toEqual({
    timezone: "UTC",
    catchup: false,
    maxActiveRuns: 2,
    defaultArgs: {},
  });
  expect(requestFor({ retries: 0, retryDelayMinutes: 0, owner: "data team", tags: [] })).toEqual({
    defaultArgs: { retries: 0, retryDelayMinutes: 0, owner: "data team", tags: [] },
  });
});

test("feeds are compared by content, and each needs a name and an address", () => {
  const feed = { name: "Tin", url: "https://news.example/rss", on: true };
  const settings = { ...SETTINGS, feeds: [feed], companyNews: true };
  expect(changesIn(settings, { feeds: [{ ...feed }] })).toEqual({});
  const off = { feeds: [{ ...feed, on: false }] };
  expect(changesIn(settings, off)).toEqual(off);
  expect(requestFor({ ...off, companyNews: false })).toEqual({ ...off, companyNews: false, defaultArgs: {} });
  expect(faultsIn(settings)).toEqual({});
  for (const wrong of [{ name: " " }, { url: "ftp://news.example" }, { url: "https://a@news.example" }]) {
    expect(Object.keys(faultsIn({ ...settings, feeds: [{ ...feed, ...wrong }] }))).toEqual(["feeds"]);
  }
  expect(faultsOf("feeds.0.url: Value error, must be a link")).toEqual({ feeds: "Must be a link" });
});

test("right settings have no faults, wrong ones have one each", () => {
  expect(faultsIn(SETTINGS)).toEqual({});
  const wrong = {
    scheduleCron: "0 17 * *",
    maxActiveRuns: 17,
    retries: "",
    retryDelayMinutes: -1,
    owner: " x",
    tags: ["fine", "no/good"],
  };
  expect(Object.keys(faultsIn({ ...SETTINGS, ...wrong })).sort()).toEqual(Object.keys(wrong).sort());
});

test("the API's refusal is shown apart by field, also where a message has a semicolon", () => {
  const message =
    "scheduleCron: Value error, never fires; HOSE trades on no other days; timezone: Value error, no such zone; " +
    "defaultArgs.retries: Input should be 0 or more; defaultArgs.tags.1: String should match";
  expect(faultsOf(message)).toEqual({
    scheduleCron: "Never fires; HOSE trades on no other days",
    timezone: "No such zone",
    retries: "Input should be 0 or more",
    tags: "String should match",
  });
  expect(faultsOf("Airflow does not answer.")).toEqual({});
});

test("zones of the exchange and of the DAG can be chosen, whatever the browser calls them", () => {
  expect(timezones("Asia/Saigon")).toEqual(
    expect.arrayContaining(["Asia/Saigon", "Asia/Ho_Chi_Minh", "UTC", "Europe/London"]),
  );
});
