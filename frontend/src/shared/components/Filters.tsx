import { Anchor, NativeSelect, TextInput, type TextInputProps } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { m } from "@/paraglide/messages";
import { useDebouncedText } from "@/shared/hooks/useDebouncedText";
import { isDay } from "@/shared/search";
import classes from "./Filters.module.css";

type Filters = {
  /** Whether any filter is set. */
  filtered: boolean;
  onReset: () => void;
  children: ReactNode;
};

/** The filters of a list, and the button that resets them. */
export function Filters({ filtered, onReset, children }: Filters) {
  return (
    <div className={classes.filters}>
      {children}
      <Anchor
        component="button"
        type="button"
        size="sm"
        className={classes.reset}
        disabled={!filtered}
        onClick={onReset}
      >
        {m.shared_reset_filters()}
      </Anchor>
    </div>
  );
}

type TextFilter = {
  label: string;
  placeholder: string;
  maxLength: number;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
};

/** A filter by text, which changes when typing pauses. */
export function TextFilter({ value, onChange, ...input }: TextFilter) {
  const [text, setText] = useDebouncedText(value ?? "", (typed) => onChange(typed || undefined));
  return (
    <TextInput
      type="search"
      size="sm"
      leftSection={<IconSearch size={14} aria-hidden />}
      className={classes.text}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      {...input}
    />
  );
}

type SelectFilter = {
  label: string;
  /** The text of the option without a filter. */
  all: string;
  /** Values and their texts. */
  options: Record<string, string>;
  value: string | undefined;
  onChange: (value: string) => void;
};

/** A filter by one of some values; the value of all is the empty text. */
export function SelectFilter({ label, all, options, value = "", onChange }: SelectFilter) {
  return (
    <NativeSelect
      label={label}
      size="sm"
      className={classes.text}
      data={[
        { value: "", label: all },
        ...Object.entries(options).map(([value, label]) => ({ value, label })),
      ]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

export type DayRange = { from?: string | undefined; to?: string | undefined };

/** The first and the last day of a list, in ICT. */
export function DayFilters({ from, to, onChange }: DayRange & { onChange: (part: DayRange) => void }) {
  const isBackwards = from !== undefined && to !== undefined && from > to;
  return (
    <>
      <DayInput label={m.shared_from_ict()} value={from} onCommit={(day) => onChange({ from: day })} />
      <DayInput
        label={m.shared_to_ict()}
        value={to}
        onCommit={(day) => onChange({ to: day })}
        error={isBackwards ? m.shared_before_from() : undefined}
      />
    </>
  );
}

type DayInput = Pick<TextInputProps, "label" | "error"> & {
  value: string | undefined;
  onCommit: (day: string | undefined) => void;
};

function DayInput({ value, onCommit, ...input }: DayInput) {
  const [text, setText] = useDebouncedText(value ?? "", (day) => onCommit(day || undefined), isDay);
  return (
    <TextInput
      type="date"
      size="sm"
      className={classes.day}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      {...input}
    />
  );
}
