import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";

const DELAY_MS = 250;

/** What is typed, at once; `commit` has it, trimmed, when the typing pauses. A `value` from elsewhere replaces it. */
export function useDelayedText(
  value: string,
  commit: (text: string) => void,
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
      commitLater(typed);
    },
  ];
}
