import { Autocomplete } from "@mantine/core";
import { useState } from "react";
import type { FieldPath } from "../document";
import { useField } from "./useField";

/** A number, or one of the words that the schema offers in its place. */
export function WordOrNumberField({ path, disabled }: { path: FieldPath; disabled: boolean }) {
  const { value, rule, error, set } = useField(path);
  const [typed, setTyped] = useState("");
  // What is typed stays as it is, as "0." on the way to 0.5; a value that comes from elsewhere takes its place.
  const shown = meaningOf(typed) === value ? typed : String(value ?? "");
  return (
    <Autocomplete
      data-field={path}
      label={rule.title}
      description={rule.description}
      inputWrapperOrder={["label", "input", "description", "error"]}
      data={[...rule.words]}
      filter={({ options }) => options}
      value={shown}
      onChange={(text) => {
        setTyped(text);
        set(meaningOf(text));
      }}
      error={error}
      disabled={disabled && error === undefined}
    />
  );
}

function meaningOf(text: string): number | string | null {
  if (text.trim() === "") return null;
  return Number.isFinite(Number(text)) ? Number(text) : text.trim();
}
