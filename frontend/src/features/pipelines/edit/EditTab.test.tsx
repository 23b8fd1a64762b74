import { screen, waitFor } from "@testing-library/react";
import { HttpResponse } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/renderPage";
import { refusal } from "@/test/server";
import { CRAWLER, LAKE, TRAINING } from "../examples";
import { pipelineApi } from "../testApi";

const SETTINGS = `/dags/${CRAWLER.dagId}/settings`;
const EDIT = "/pipelines?tab=edit";

test("only what was changed is sent, and is shown as saved", async () => {
  const { answers, sent, on } = pipelineApi();
  on("patch", SETTINGS, () => {
    answers.crawler = { ...CRAWLER, catchup: true, tags: ["vn30"] };
    return HttpResponse.json({ ...answers.crawler, applied: true });
  });
  const { user } = await renderPage(EDIT);
  const save = await screen.findByRole("button", { name: "Save changes" });
  expect(save).toBeDisabled();
  await user.click(screen.getByRole("switch", { name: /^Catchup/ }));
  await user.click(screen.getByLabelText("Tags", { selector: "input" }));
  await user.keyboard("{Backspace}new{Enter}{Backspace}{Backspace}vn30{Enter}");
  expect(screen.getByText("There are unsaved changes.")).toBeVisible();
  await user.click(save);
  expect(await screen.findByText("All changes are saved.")).toBeVisible();
  expect(sent).toEqual([{ path: SETTINGS, body: { catchup: true, defaultArgs: { tags: ["vn30"] } } }]);
  expect(screen.getByRole("switch", { name: /^Catchup/ })).toBeChecked();
});

test("what is wrong is said at its field and cannot be saved; Discard takes it back", async () => {
  pipelineApi();
  const { user } = await renderPage(EDIT);
  const cron = await screen.findByLabelText("CRON schedule");
  await user.clear(cron);
  await user.paste("every day");
  expect(cron).toHaveAccessibleDescription(/Five fields are needed/);
  expect(screen.getByRole("button", { name: "Save changes" })).toBeDisabled();
  await user.click(screen.getByRole("button", { name: "Discard" }));
  expect(cron).toHaveValue("0 17 * * *");
  expect(screen.getByText("All changes are saved.")).toBeVisible();
});

test("a refusal of the API stands at the field until that is edited, and the edit stays", async () => {
  const { on } = pipelineApi();
  on("patch", SETTINGS, () =>
    refusal(422, "validation_error", "scheduleCron: Value error, not a cron expression: out of range"),
  );
  const { user } = await renderPage(EDIT);
  const cron = await screen.findByLabelText("CRON schedule");
  await user.clear(cron);
  await user.paste("61 17 * * *");
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  expect(await screen.findByText("Not a cron expression: out of range")).toBeVisible();
  expect(cron).toHaveValue("61 17 * * *");
  await user.type(cron, "{Backspace}5");
  expect(screen.queryByText("Not a cron expression: out of range")).toBeNull();
});

test("an outage while saving is shown, and the edits stay, also on another tab", async () => {
  const { on } = pipelineApi();
  on("patch", SETTINGS, () => refusal(503, "airflow_unavailable", "Airflow does not answer."));
  const { user } = await renderPage(EDIT);
  await user.click(await screen.findByRole("switch", { name: /^Catchup/ }));
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  expect(await screen.findByText("The changes were not saved")).toBeVisible();
  await user.click(screen.getByRole("tab", { name: "Overview" }));
  await user.click(await screen.findByRole("tab", { name: "Edit DAG (not saved)" }));
  expect(await screen.findByRole("switch", { name: /^Catchup/ })).toBeChecked();
});

test("settings that Airflow does not show yet are said to be on their way, until it does", async () => {
  const { answers, on } = pipelineApi();
  on("patch", SETTINGS, () => HttpResponse.json({ ...CRAWLER, applied: false }));
  const { user } = await renderPage(EDIT);
  await user.click(await screen.findByRole("switch", { name: /^Catchup/ }));
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  expect(await screen.findByText("Saved, but not applied by Airflow yet")).toBeVisible();
  expect(screen.getByRole("switch", { name: /^Catchup/ })).toBeChecked();
  answers.crawler = { ...CRAWLER, catchup: true };
  await waitFor(() => expect(screen.queryByText("Saved, but not applied by Airflow yet")).toBeNull(), {
    timeout: 5000,
  });
  expect(screen.getByRole("switch", { name: /^Catchup/ })).toBeChecked();
});

test("new data can trigger the training and the lake, not the crawler; without Airflow nothing can be edited", async () => {
  pipelineApi({ training: { ...TRAINING, trigger: "prices", source: "mirror" } });
  const { user } = await renderPage(EDIT);
  await screen.findByLabelText("CRON schedule");
  expect(screen.queryByRole("radio", { name: /new prices/ })).toBeNull();
  await user.click(screen.getByRole("link", { name: TRAINING.name }));
  expect(await screen.findByRole("radio", { name: /new prices/ })).toBeChecked();
  expect(screen.getByLabelText("CRON schedule")).toBeDisabled();
  expect(screen.getByText(/settings cannot be changed now/)).toBeVisible();
  await user.click(screen.getByRole("link", { name: LAKE.name }));
  expect(await screen.findByRole("radio", { name: /new forecasts/ })).toBeChecked();
});

test("who decides on champions is edited with the training alone, the rule's sessions with the rule", async () => {
  const { sent, on } = pipelineApi();
  const path = `/dags/${TRAINING.dagId}/settings`;
  on("patch", path, () =>
    HttpResponse.json({ ...TRAINING, promotion: "rule", promotionSessions: 120, applied: true }),
  );
  const { user } = await renderPage(EDIT);
  await screen.findByLabelText("CRON schedule");
  expect(screen.queryByRole("region", { name: "Champions" })).toBeNull();
  await user.click(screen.getByRole("link", { name: TRAINING.name }));
  const sessions = await screen.findByLabelText("Common sessions");
  expect(sessions).toBeDisabled();
  await user.click(screen.getByRole("radio", { name: "A rule" }));
  await user.clear(sessions);
  await user.type(sessions, "5");
  expect(sessions).toHaveAccessibleDescription(/from 20 to 1000/);
  await user.clear(sessions);
  await user.type(sessions, "120");
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await waitFor(() =>
    expect(sent).toEqual([{ path, body: { promotion: "rule", promotionSessions: 120, defaultArgs: {} } }]),
  );
});
