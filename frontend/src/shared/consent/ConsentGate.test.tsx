import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { refusal, server, V1 } from "@/test/server";
import { ConsentGate } from "./ConsentGate";
import type { Consent } from "./queries";

const REQUIRED: Consent = {
  version: 2,
  language: "en",
  text: "You can lose money.",
  isRequired: true,
  accepted: [],
};

function renderGate() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <ConsentGate>Recommendations</ConsentGate>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup();
}

test("the page opens once the text is read and accepted", async () => {
  const sent: unknown[] = [];
  server.use(
    http.get(`${V1}/account/consent`, () => HttpResponse.json(REQUIRED)),
    http.post(`${V1}/account/consent`, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ ...REQUIRED, isRequired: false });
    }),
  );
  const user = renderGate();
  expect(await screen.findByText("You can lose money.")).toBeVisible();
  expect(screen.queryByText("Recommendations")).toBeNull();
  expect(screen.getByRole("button", { name: "Accept" })).toBeDisabled();
  await user.click(screen.getByRole("checkbox"));
  await user.click(screen.getByRole("button", { name: "Accept" }));
  expect(await screen.findByText("Recommendations")).toBeVisible();
  expect(sent).toEqual([{ version: 2, language: "en" }]);
});

test("a text that has changed meanwhile is shown anew", async () => {
  let version = 2;
  server.use(
    http.get(`${V1}/account/consent`, () =>
      HttpResponse.json({ ...REQUIRED, version, text: `Text ${version}.` }),
    ),
    http.post(`${V1}/account/consent`, () => {
      version = 3;
      return refusal(409, "outdated_text", "The newest risk text is version 3.");
    }),
  );
  const user = renderGate();
  await user.click(await screen.findByRole("checkbox"));
  await user.click(screen.getByRole("button", { name: "Accept" }));
  expect(await screen.findByText("Text 3.")).toBeVisible();
  expect(screen.getByRole("alert")).toHaveTextContent("The consent was not stored");
  expect(screen.getByRole("checkbox")).not.toBeChecked();
});
