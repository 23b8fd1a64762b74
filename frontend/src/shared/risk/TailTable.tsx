import { m } from "@/paraglide/messages";
import { Pill, type Tone } from "@/shared/components/Pill";
import table from "@/shared/table.module.css";
import { loss, oneIn, type Tail, verdictOf, type Verdict as Word } from "./risk";

const TONES: Record<Word, Tone> = {
  held: "up",
  "too few": "middling",
  clustered: "middling",
  "too many": "down",
  unclear: "quiet",
  "not tested": "quiet",
};

/** Value at risk by horizon and chance, each beside what came of it in the past. */
export function TailTable({ tails }: { tails: Tail[] }) {
  return (
    <table className={table.compact}>
      <caption>{m.shared_loss_that_is_exceeded_with_the()}</caption>
      <thead>
        <tr>
          <th scope="col">{m.shared_sessions_chance()}</th>
          <th scope="col">{m.shared_at_risk()}</th>
          <th scope="col">{m.shared_beyond()}</th>
          <th scope="col">{m.shared_exceeded_expected()}</th>
          <th scope="col">{m.shared_back_test()}</th>
        </tr>
      </thead>
      <tbody>
        {tails.map((tail) => (
          <tr key={`${tail.horizon} ${tail.confidence}`}>
            <th scope="row">
              {tail.horizon}, {oneIn(tail.confidence)}
            </th>
            <td>{loss(tail.valueAtRisk)}</td>
            <td>{loss(tail.expectedShortfall)}</td>
            <td className={table.wraps}>
              {tail.backtest
                ? `${tail.backtest.exceptions} of ${tail.backtest.outcomes} (${tail.backtest.expected.toFixed(1)})`
                : "–"}
            </td>
            <td>
              <Verdict tail={tail} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Verdict({ tail }: { tail: Tail }) {
  const verdict = verdictOf(tail);
  const { backtest } = tail;
  const title =
    backtest &&
    `Kupiec p ${backtest.kupiecP.toFixed(3)}, independence p ${backtest.independenceP?.toFixed(3) ?? "not known"}, traffic light ${backtest.zone}`;
  return (
    <Pill tone={TONES[verdict]} {...(title ? { title } : {})}>
      {verdict}
    </Pill>
  );
}
