import { Modal, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from "react";
import { m } from "@/paraglide/messages";
import { entriesOf, type Page } from "./entries";
import { matching } from "./matching";
import { useStocks } from "./queries";
import classes from "./SearchDialog.module.css";

/** More does not fit the dialog: another letter finds the rest. */
const SHOWN = 12;

type Props = { opened: boolean; pages: Page[]; onClose: () => void };

/** The search over stocks, pages and their parts: arrows choose, Enter opens. */
export default function SearchDialog({ opened, pages, onClose }: Props) {
  // A dialog that is made open does not know which element had the focus, and could not give it back.
  const [shown, setShown] = useState(false);
  useEffect(() => setShown(opened), [opened]);
  return (
    <Modal
      opened={shown}
      onClose={onClose}
      title={m.search_title()}
      closeButtonProps={{ "aria-label": m.search_close() }}
      size="lg"
      yOffset="8vh"
    >
      <Search pages={pages} onClose={onClose} />
    </Modal>
  );
}

function Search({ pages, onClose }: Omit<Props, "opened">) {
  const { history } = useRouter();
  const stocks = useStocks();
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const entries = useMemo(() => entriesOf(pages, stocks.data ?? []), [pages, stocks.data]);
  const found = useMemo(() => matching(entries, query, SHOWN), [entries, query]);
  const optionId = (index: number) => `${id}-${index}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the first of other results is chosen
  useEffect(() => setChosen(0), [found]);
  useEffect(() => {
    document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [id, chosen]);

  function open(href: string | undefined) {
    if (href === undefined) return;
    onClose();
    history.push(href);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setChosen((chosen + step + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      open(found[chosen]?.href);
    }
  }

  return (
    <>
      <TextInput
        data-autofocus
        label={m.search_label()}
        placeholder={m.search_placeholder()}
        leftSection={<IconSearch size={16} aria-hidden />}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? optionId(chosen) : undefined}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Text size="xs" c="dimmed" mt={6} role="status">
        {stocks.isPending
          ? m.search_loading()
          : stocks.isError
            ? m.search_without_stocks()
            : found.length === 0
              ? m.search_nothing()
              : m.search_keys()}
      </Text>
      <div role="listbox" id={`${id}-list`} aria-label={m.search_results()} className={classes.list}>
        {found.map(({ href, label, detail }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and its keys
          <div
            key={href}
            role="option"
            id={optionId(index)}
            tabIndex={-1}
            aria-selected={index === chosen}
            className={classes.option}
            onMouseMove={() => setChosen(index)}
            onClick={() => open(href)}
          >
            <span className={classes.label}>{label}</span>
            <span className={classes.detail}>{detail}</span>
          </div>
        ))}
      </div>
    </>
  );
}
