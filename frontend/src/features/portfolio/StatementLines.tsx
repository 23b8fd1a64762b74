import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Pill, type Tone } from "@/shared/components/Pill";
import { count, price } from "@/shared/format/numbers";
import type { LineState, Preview } from "./queries";
import { KINDS, STATES } from "./words";

const TONES: Record<LineState, Tone> = { new: "up", known: "quiet", applied: "quiet", refused: "down" };
const FIRST = 50;

type Line = Preview["lines"][number];

/** The lines of a statement: what was understood, or why a line is refused. Refused lines come first. */
export function StatementLines({ lines }: { lines: Line[] }) {
  const [showsAll, setShowsAll] = useState(false);
  const sorted = lines.toSorted((one, other) => rank(one.state) - rank(other.state) || one.line - other.line);
  return (
    <>
      <FigureTable<Line>
        label={m.portfolio_lines_of_file()}
        minWidth={620}
        rows={showsAll ? sorted : sorted.slice(0, FIRST)}
        keyOf={({ line }) => String(line)}
        columns={[
          { name: m.portfolio_line(), of: ({ line }) => line },
          {
            name: m.portfolio_state(),
            isWords: true,
            of: ({ state }) => <Pill tone={TONES[state]}>{STATES[state]}</Pill>,
          },
          { name: m.portfolio_understood(), isWords: true, of: understood },
          {
            name: m.portfolio_remarks(),
            isWords: true,
            of: ({ findings }) =>
              findings.map(({ field, message }) => (
                <Text key={`${field} ${message}`} size="sm">
                  {message}
                </Text>
              )),
          },
        ]}
      />
      {!showsAll && lines.length > FIRST && (
        <Button size="xs" variant="default" onClick={() => setShowsAll(true)}>
          {m.portfolio_show_all_lines({ count: count(lines.length) })}
        </Button>
      )}
    </>
  );
}

function rank(state: LineState): number {
  return state === "refused" ? 0 : state === "new" ? 1 : 2;
}

/** `2025-03-03 Buy 100 FPT at 121 000, fee 18 150`; the text of the file where nothing is understood. */
export function understood({ transaction, text }: Line): string {
  if (transaction === null) return Object.values(text).join(" · ");
  const { day, kind, ticker, quantity, amount, fee, tax } = transaction;
  const shares =
    quantity > 0
      ? ` ${m.portfolio_shares_at({ count: count(quantity), ticker: ticker ?? "", price: price(transaction.price) })}`
      : "";
  const money = amount > 0 ? ` ${ticker ? `${ticker} ` : ""}${price(amount)} VND` : "";
  const charges = [
    fee > 0 && m.portfolio_fee_beside({ fee: price(fee) }),
    tax > 0 && m.portfolio_tax_beside({ tax: price(tax) }),
  ]
    .filter(Boolean)
    .join("");
  return `${day} ${KINDS[kind]}${shares}${money}${charges}`;
}
