import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { messageOf } from "@/api/errors";
import { m } from "@/paraglide/messages";
import { labelOf } from "./labelOf";
import { useStocks } from "./queries";

const DELAY_MS = 200;

type Props = {
  ticker: string | null;
  name?: string | undefined;
  /** What was typed into the field before this one was loaded, and whether that had the focus. */
  typed: string | null;
  isFocused: boolean;
};

/** A selection of another stock; the server searches, for markets of any size. */
export function TickerSelect({ ticker, name, typed, isFocused }: Props) {
  const navigate = useNavigate({ from: "/stocks/$ticker" });
  const [text, setText] = useState("");
  const current = ticker === null ? null : { value: ticker, label: labelOf(ticker, name) };
  // The label of the selected stock is not a search.
  const [search] = useDebouncedValue(text === current?.label ? "" : text.trim(), DELAY_MS);
  const { data, error, isPending } = useStocks(search);

  // After the label, with which the selection begins.
  useEffect(() => {
    if (typed !== null) setText(typed);
  }, [typed]);

  const options =
    data?.data.map((row) => ({ value: row.symbol, label: labelOf(row.symbol, row.name) })) ?? [];
  const listed = current === null || options.some((option) => option.value === current.value);
  return (
    <Select
      aria-label={m.stock_stock()}
      placeholder={m.stock_choose_a_stock()}
      w={300}
      maw="100%"
      searchable
      autoFocus={isFocused}
      value={ticker}
      searchValue={text}
      onSearchChange={setText}
      // The selected stock must be an option to have a label, but is no result of a search.
      data={listed ? options : [...options, current]}
      filter={({ options }) => (listed || search === "" ? options : options.slice(0, -1))}
      nothingFoundMessage={
        error ? messageOf(error) : isPending ? m.stock_loading() : m.stock_no_stock_matches()
      }
      allowDeselect={false}
      selectFirstOptionOnChange
      onChange={(chosen) => {
        // The ranges of the chart are kept.
        if (chosen !== null && chosen !== ticker)
          void navigate({ to: "/stocks/$ticker", params: { ticker: chosen }, search: (search) => search });
      }}
    />
  );
}
