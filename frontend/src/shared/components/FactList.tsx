import type { ReactNode } from "react";
import classes from "./FactList.module.css";

export type Fact = [name: string, value: ReactNode];

/** Names and their values; a fact without a value is left out. `wide` uses two columns where there is room. */
export function FactList({ facts, wide = false }: { facts: Fact[]; wide?: boolean }) {
  return (
    <dl className={classes.facts} data-wide={wide}>
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== "")
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
