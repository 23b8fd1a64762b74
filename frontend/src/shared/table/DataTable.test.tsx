import { MantineProvider } from "@mantine/core";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import * as csv from "@/shared/csv";
import type { DataColumns } from "./columns";
import { DataTable } from "./DataTable";

type Fruit = { name: string; price: number | null };

const FRUITS: Fruit[] = [
  { name: "Pomelo", price: 30 },
  { name: "Durian", price: null },
  { name: "Lychee", price: 9 },
];
const COLUMNS: DataColumns<Fruit> = [
  { id: "name", name: "Fruit", of: (row) => row.name, value: (row) => row.name },
  {
    id: "price",
    name: "Price",
    of: (row) => (row.price === null ? "–" : `${row.price} k`),
    value: (row) => row.price,
  },
];

function show(isPage = false) {
  return render(
    <MantineProvider env="test">
      <DataTable
        id="fruits"
        label="Fruits"
        minWidth={100}
        columns={COLUMNS}
        rows={FRUITS}
        keyOf={(row) => row.name}
        fileName="fruits"
        isPage={isPage}
      />
    </MantineProvider>,
  );
}

const names = () => screen.getAllByRole("rowheader").map((cell) => cell.textContent);

test("a click on a heading sorts, and a missing value stands last in both directions", async () => {
  localStorage.clear();
  show();
  expect(names()).toEqual(["Pomelo", "Durian", "Lychee"]);
  const price = screen.getByRole("button", { name: /Price/ });
  await userEvent.click(price);
  expect(names()).toEqual(["Pomelo", "Lychee", "Durian"]);
  await userEvent.click(price);
  expect(names()).toEqual(["Lychee", "Pomelo", "Durian"]);
  expect(screen.getByRole("columnheader", { name: /Price/ })).toHaveAttribute("aria-sort", "ascending");
});

test("a text filters, and the file has the rows that are shown, by their values", async () => {
  localStorage.clear();
  const saved = vi.spyOn(csv, "download").mockImplementation(() => undefined);
  show();
  await userEvent.type(screen.getByRole("searchbox"), "lych");
  expect(names()).toEqual(["Lychee"]);
  await userEvent.click(screen.getByRole("button", { name: "CSV" }));
  expect(saved).toHaveBeenCalledWith("fruits.csv", "\ufeffname,price\r\nLychee,9\r\n");
  await userEvent.type(screen.getByRole("searchbox"), "x");
  expect(screen.getByRole("status")).toHaveTextContent("lychx");
});

test("a hidden column stays hidden, and a page of more rows has neither order nor filter", async () => {
  localStorage.clear();
  const { unmount } = show();
  await userEvent.click(screen.getByRole("button", { name: "Columns" }));
  await userEvent.click(await screen.findByRole("checkbox", { name: "Price" }));
  expect(screen.queryByRole("columnheader", { name: /Price/ })).toBeNull();
  unmount();
  show(true);
  expect(screen.queryByRole("columnheader", { name: "Price" })).toBeNull();
  expect(screen.queryByRole("searchbox")).toBeNull();
  expect(within(screen.getByRole("columnheader", { name: "Fruit" })).queryByRole("button")).toBeNull();
});

test("texts sort as Vietnamese does and are found without accents, also where the first row has no value", async () => {
  localStorage.clear();
  const rows = ["Đu đủ", "Dừa", "Ổi", null, "Na"].map((name, id) => ({ id, name, code: "x" }));
  type Named = (typeof rows)[number];
  const columns: DataColumns<Named> = [
    { id: "id", name: "Id", of: ({ id }) => id, value: ({ id }) => id },
    { id: "name", name: "Name", of: ({ name }) => name, value: ({ name }) => name },
    { id: "code", name: "Code", of: () => "Trái cây", value: ({ code }) => code, words: () => "Trái cây" },
  ];
  const shown = () =>
    screen
      .getAllByRole("row")
      .slice(1)
      .map((row) => within(row).getAllByRole("cell")[0]?.textContent);
  render(
    <MantineProvider env="test">
      <DataTable
        id="named"
        label="Named"
        minWidth={100}
        columns={columns}
        rows={rows}
        keyOf={({ id }) => `${id}`}
      />
    </MantineProvider>,
  );
  expect(screen.queryByRole("button", { name: "CSV" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: /Name/ }));
  expect(shown()).toEqual(["Dừa", "Đu đủ", "Na", "Ổi", ""]);
  await userEvent.type(screen.getByRole("searchbox"), "du");
  expect(shown()).toEqual(["Dừa", "Đu đủ"]);
  await userEvent.clear(screen.getByRole("searchbox"));
  await userEvent.type(screen.getByRole("searchbox"), "trai cay");
  expect(shown()).toHaveLength(5);
});

test("the server sorts all pages, and the file has the rows of all pages once", async () => {
  localStorage.clear();
  const saved = vi.spyOn(csv, "download").mockImplementation(() => undefined);
  const onOrder = vi.fn();
  const all = [...FRUITS, { name: "Mango", price: 12 }];
  render(
    <MantineProvider env="test">
      <DataTable
        id="fruits"
        label="Fruits"
        minWidth={100}
        columns={COLUMNS}
        fileColumns={[{ id: "unit", value: () => "kg" }]}
        rows={FRUITS}
        keyOf={(row) => row.name}
        fileName="fruits"
        isPage
        sorting={{ columns: ["price"], order: { column: "price", direction: "descending" }, onOrder }}
        readAll={async () => ({ rows: [...all, ...FRUITS.slice(0, 1)], total: 9 })}
      />
    </MantineProvider>,
  );
  expect(screen.getByRole("columnheader", { name: /Price/ })).toHaveAttribute("aria-sort", "descending");
  await userEvent.click(screen.getByRole("button", { name: /Price/ }));
  expect(onOrder).toHaveBeenCalledWith({ column: "price", direction: "ascending" });
  expect(names()).toEqual(["Pomelo", "Durian", "Lychee"]);
  expect(within(screen.getByRole("columnheader", { name: "Fruit" })).queryByRole("button")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "CSV" }));
  expect(await screen.findByRole("status")).toHaveTextContent("the first 4 of 9 rows");
  expect(saved).toHaveBeenCalledWith(
    "fruits.csv",
    "\ufeffname,price,unit\r\nPomelo,30,kg\r\nDurian,,kg\r\nLychee,9,kg\r\nMango,12,kg\r\n",
  );
});

test("a file that cannot be read says why", async () => {
  localStorage.clear();
  render(
    <MantineProvider env="test">
      <DataTable
        id="fruits"
        label="Fruits"
        minWidth={100}
        columns={COLUMNS}
        rows={FRUITS}
        keyOf={(row) => row.name}
        fileName="fruits"
        isPage
        readAll={() => Promise.reject(new Error("The market is closed."))}
      />
    </MantineProvider>,
  );
  await userEvent.click(screen.getByRole("button", { name: "CSV" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("The file could not be saved");
});
