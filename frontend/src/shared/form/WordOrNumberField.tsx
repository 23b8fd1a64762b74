import { Autocomplete } from "@mantine/core";
import { useState } from "react";
import type { FieldPath } from "./paths";
import { useField } from "./useField";

/** A number, or one of the words that the schema allows in its place. */
export function WordOrNumberField({
  path,
  hint,
  disabled,
}: {
  path: FieldPath;
  hint: string;
  disabled: boolean;
}) {
  const { value, rule, label, error, set } = useField(path);
  const [typed, setTyped] = useState("");
  // The text stays as typed, such as "0." on the way to 0.5, until a value from elsewhere replaces it.
  const shown = meaningOf(typed) === value ? typed : String(value ?? "");
  return (
    <Autocomplete
      data-field={path}
      label={label}
      description={hint}
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
