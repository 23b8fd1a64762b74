import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import * as csv from "@/shared/csv";
import { LinesTable } from "./ChartTable";

test("an opened table has the last session of each month, and its file all sessions", async () => {
  const saved = vi.spyOn(csv, "download").mockImplementation(() => undefined);
  const days = Array.from({ length: 400 }, (_, day) =>
    new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10),
  );
  const points = days.map((time, value) => ({ time, value: value + 0.25 }));
  render(
    <MantineProvider env="test">
      <LinesTable
        name="Growth"
        lines={[{ id: "fpt", name: "FPT", points }]}
        format={(value) => value.toFixed(0)}
        fileName="growth"
      />
    </MantineProvider>,
  );
  await userEvent.click(screen.getByText("Show the points as a table"));
  expect((await screen.findAllByRole("rowheader")).length).toBe(14);
  await userEvent.click(screen.getByRole("button", { name: "CSV" }));
  const lines = saved.mock.calls[0]?.[1].split("\r\n") ?? [];
  expect(lines.slice(0, 2)).toEqual(["\ufeffsession,fpt", `${days.at(-1)},399.25`]);
  expect(lines).toHaveLength(1 + 400 + 1);
});
