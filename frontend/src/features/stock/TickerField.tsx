import { Input } from "@mantine/core";
import { type ComponentType, useRef, useState } from "react";
import { m } from "@/paraglide/messages";
import { labelOf } from "./labelOf";

type Props = { ticker: string | null; name?: string | undefined };
type Select = ComponentType<Props & { typed: string | null; isFocused: boolean }>;

/** The stock of the page as a field. The selection of another one is loaded when the field is focused. */
export function TickerField({ ticker, name }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [Loaded, setLoaded] = useState<{ Select: Select; isFocused: boolean } | null>(null);

  if (Loaded) return <Loaded.Select {...{ ticker, name, typed }} isFocused={Loaded.isFocused} />;
  const load = () =>
    void import("./TickerSelect").then(({ TickerSelect }) =>
      setLoaded({ Select: TickerSelect, isFocused: document.activeElement === field.current }),
    );
  return (
    <Input
      ref={field}
      role="combobox"
      aria-expanded={false}
      aria-haspopup="listbox"
      aria-label={m.stock_stock()}
      placeholder={m.stock_choose_a_stock()}
      w={300}
      maw="100%"
      autoComplete="off"
      value={typed ?? (ticker === null ? "" : labelOf(ticker, name))}
      onFocus={load}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
