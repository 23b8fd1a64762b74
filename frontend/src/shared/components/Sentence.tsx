import { Fragment, type ReactNode } from "react";

const SLOT = /\uE000(\w+)\uE001/;

/** The parameter of a message in whose place `Sentence` puts an element: `m.home_rank({ rank: slot("rank") })`. */
export function slot(name: string): string {
  return `\uE000${name}\uE001`;
}

/** A message with elements in its slots, in the order of the language. */
export function Sentence({ text, slots }: { text: string; slots: Record<string, ReactNode> }) {
  return text.split(SLOT).map((part, place) => {
    const key = `${place} ${part}`;
    return <Fragment key={key}>{place % 2 === 1 ? slots[part] : part}</Fragment>;
  });
}
