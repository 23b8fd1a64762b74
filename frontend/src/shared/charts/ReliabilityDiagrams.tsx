import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { count, decimal, signedWithError } from "@/shared/format/numbers";
import { HORIZONS } from "@/shared/horizons";
import classes from "./ReliabilityDiagrams.module.css";
import { ReliabilityPlot } from "./ReliabilityPlot";

type Props = { horizons: Schemas["Reliability"]["horizons"] };

/** By horizon, how often stocks beat the VN30 at each forecast chance, with the scores beside it. */
export function ReliabilityDiagrams({ horizons }: Props) {
  return (
    <ul className={classes.list}>
      {HORIZONS.map((horizon) => {
        const scores = horizons[horizon];
        return (
          scores && (
            <li key={horizon}>
              <Reliability name={horizon.toUpperCase()} scores={scores} />
            </li>
          )
        );
      })}
    </ul>
  );
}

function Reliability({ name, scores }: { name: string; scores: Schemas["RankScores"] }) {
  const gain = scores.baseRateBrier - scores.brier;
  return (
    <>
      <h3 className={classes.head}>{name}</h3>
      <ReliabilityPlot
        claim={m.shared_beat_the_vn30()}
        name={`Chance to beat the VN30, ${name}`}
        bins={scores.bins}
      />
      <dl className={classes.facts}>
        <dt>{m.shared_brier_score()}</dt>
        <dd>{decimal(scores.brier, 4)}</dd>
        <dt>{m.shared_base_rates()}</dt>
        <dd>{decimal(scores.baseRateBrier, 4)}</dd>
        <dt>{m.shared_gain()}</dt>
        <dd>{signedWithError(gain, scores.brierGainError, 4)}</dd>
        <dt>{m.shared_rank_ic()}</dt>
        <dd>{signedWithError(scores.rankIc, scores.rankIcError, 3)}</dd>
        <dt>{m.shared_forecasts()}</dt>
        <dd>{count(scores.forecasts)}</dd>
        <dt>{m.shared_sessions()}</dt>
        <dd>
          {scores.firstSession} – {scores.lastSession}
        </dd>
      </dl>
    </>
  );
}
