import { m } from "@/paraglide/messages";
import type { BoardState } from "@/shared/board";
import { price } from "@/shared/format/numbers";

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
      {price(vnd)}{" "}
      <small>
        <span aria-hidden>{SIGNS[state]}</span>
        {NAMED.includes(state) && ` ${WORDS[state]}`}
      </small>
    </span>
  );
}
