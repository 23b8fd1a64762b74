import { m } from "@/paraglide/messages";
import { Pill, type Tone } from "@/shared/components/Pill";
import { decimal } from "@/shared/format/numbers";
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

const WORDS: Record<Word, string> = {
  held: m.shared_held(),
  "too few": m.shared_too_few(),
  clustered: m.shared_clustered(),
  "too many": m.shared_too_many(),
  unclear: m.shared_unclear(),
  "not tested": m.shared_not_tested(),
};

const ZONES = { green: m.shared_zone_green(), yellow: m.shared_zone_yellow(), red: m.shared_zone_red() };

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
                ? m.shared_some_of_outcomes({
                    exceptions: tail.backtest.exceptions,
                    outcomes: tail.backtest.outcomes,
                    expected: decimal(tail.backtest.expected, 1),
                  })
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
    m.shared_tests_of_tail({
      kupiec: decimal(backtest.kupiecP, 3),
      independence:
        backtest.independenceP == null ? m.shared_not_known() : decimal(backtest.independenceP, 3),
      zone: ZONES[backtest.zone],
    });
  return (
    <Pill tone={TONES[verdict]} {...(title ? { title } : {})}>
      {WORDS[verdict]}
    </Pill>
  );
}
