import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";

const DELAY_MS = 250;

/**
 * The text of a field whose committed value lives elsewhere, such as in the address.
 *
 * @param value the committed value; a new one, as by Back or Reset, replaces the text.
 * @param commit receives the trimmed text when typing pauses.
 * @param isComplete whether a text may be committed: a date is typed in parts. The empty text always may.
 * @returns the text as typed, and its setter.
 */
export function useDebouncedText(
  value: string,
  commit: (text: string) => void,
  isComplete: (text: string) => boolean = () => true,
): [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const committed = useRef(value);
  const commitLater = useDebouncedCallback((typed: string) => {
    committed.current = typed.trim();
    commit(committed.current);
  }, DELAY_MS);

  useEffect(() => {
    if (value === committed.current) return;
    committed.current = value;
    setText(value);
  }, [value]);

  return [
    text,
    (typed) => {
      setText(typed);
      if (typed === "" || isComplete(typed)) commitLater(typed);
    },
  ];
}
