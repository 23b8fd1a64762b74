import { m } from "@/paraglide/messages";
import { type BoardState, boardStateOf } from "@/shared/board";
import { price } from "@/shared/format/numbers";
import type { Quote } from "@/shared/hooks/useQuotes";

const SIGNS: Record<BoardState, string> = { ceiling: "▲", floor: "▼", reference: "■", up: "▲", down: "▼" };
const WORDS: Record<BoardState, string> = {
  ceiling: m.format_board_ceiling(),
  floor: m.format_board_floor(),
  reference: m.format_board_reference(),
  up: m.format_board_up(),
  down: m.format_board_down(),
};
/** The states whose colour and sign another state has as well. */
const NAMED: BoardState[] = ["ceiling", "floor", "reference"];

/** A price in dong in the board's colour of its state, with a sign, and a word at the limits and the reference. */
export function BoardPrice({ vnd, state }: { vnd: number; state: BoardState | null }) {
  if (state === null) return price(vnd);
  return (
    <span data-board={state} title={WORDS[state]}>
      {price(vnd)} <small aria-hidden>{SIGNS[state]}</small>
      {NAMED.includes(state) && <small data-word> {WORDS[state]}</small>}
    </span>
  );
}

/** A close in the board's colour, where the quote is of the same price: a newer one has another state. */
export function BoardClose({ vnd, quote }: { vnd: number; quote: Quote | undefined }) {
  const isSame = quote?.price != null && Math.round(quote.price) === Math.round(vnd);
  return <BoardPrice vnd={vnd} state={isSame ? boardStateOf(vnd, quote) : null} />;
}
