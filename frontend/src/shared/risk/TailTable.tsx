import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Pill, type Tone } from "@/shared/components/Pill";
import { decimal } from "@/shared/format/numbers";
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
    <FigureTable<Tail>
      caption={m.shared_loss_that_is_exceeded_with_the()}
      minWidth={360}
      rows={tails}
      keyOf={({ horizon, confidence }) => `${horizon} ${confidence}`}
      columns={[
        {
          name: m.shared_sessions_chance(),
          of: ({ horizon, confidence }) => `${horizon}, ${oneIn(confidence)}`,
        },
        { name: m.shared_at_risk(), of: ({ valueAtRisk }) => loss(valueAtRisk) },
        { name: m.shared_beyond(), of: ({ expectedShortfall }) => loss(expectedShortfall) },
        { name: m.shared_exceeded_expected(), of: exceeded },
        { name: m.shared_back_test(), of: (tail) => <Verdict tail={tail} /> },
      ]}
    />
  );
}

function exceeded({ backtest }: Tail): string {
  if (!backtest) return "–";
  const { exceptions, outcomes, expected } = backtest;
  return m.shared_some_of_outcomes({ exceptions, outcomes, expected: decimal(expected, 1) });
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
