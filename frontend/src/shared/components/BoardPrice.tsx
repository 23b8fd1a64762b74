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
  const traded = quote?.price ?? null;
  const isSame = traded !== null && Math.abs(traded - vnd) <= halfTick(traded);
  return <BoardPrice vnd={vnd} state={isSame && quote ? boardStateOf(traded, quote) : null} />;
}

/** Quotes are on the exchange's ticks; closes of some vendors lie beside them. */
function halfTick(vnd: number): number {
  if (vnd < 10_000) return 5;
  return vnd < 50_000 ? 25 : 50;
}
