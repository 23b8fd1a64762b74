import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";

/**
 * A field over a value of the address: what is typed is there at once, the address has it later.
 *
 * @param isWhole whether a text may go to the address as it is: a date is typed in parts.
 */
export function useDraftOf(
  value: string | undefined,
  commit: (value: string | undefined) => void,
  isWhole: (text: string) => boolean = () => true,
) {
  const [text, setText] = useState(value ?? "");
  const committed = useRef(value);
  const commitSoon = useDebouncedCallback((next: string) => {
    committed.current = next === "" ? undefined : next;
    commit(committed.current);
  }, 300);

  // Changed from elsewhere, by Reset or Back: not by what was typed here.
  useEffect(() => {
    if (committed.current === value) return;
    committed.current = value;
    setText(value ?? "");
  }, [value]);

  return {
    value: text,
    onChange(event: React.ChangeEvent<HTMLInputElement>) {
      const next = event.currentTarget.value;
      setText(next);
      if (next === "" || isWhole(next)) commitSoon(next);
    },
  };
}
