import type { Schemas } from "@/api/client";
import { count, percent } from "@/shared/format/numbers";
import { HORIZONS } from "@/shared/horizons";
import { diagram } from "./diagram";
import classes from "./ReliabilityDiagrams.module.css";

const SIZE = 150;

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
      <Plot name={name} bins={scores.bins} />
      <dl className={classes.facts}>
        <dt>Brier score</dt>
        <dd>{scores.brier.toFixed(4)}</dd>
        <dt>Base rate's</dt>
        <dd>{scores.baseRateBrier.toFixed(4)}</dd>
        <dt>Gain</dt>
        <dd>
          {signed(gain)} ± {scores.brierGainError.toFixed(4)}
        </dd>
        <dt>Rank IC</dt>
        <dd>
          {signed(scores.rankIc, 3)} ± {scores.rankIcError.toFixed(3)}
        </dd>
        <dt>Forecasts</dt>
        <dd>{count(scores.forecasts)}</dd>
        <dt>Sessions</dt>
        <dd>
          {scores.firstSession} – {scores.lastSession}
        </dd>
      </dl>
    </>
  );
}

function Plot({ name, bins }: { name: string; bins: Schemas["ReliabilityBin"][] }) {
  const { from, to, marks } = diagram(bins, SIZE);
  const words = bins.map(
    ({ meanProbability, observedShare, standardError }) =>
      `forecast ${share(meanProbability)}, observed ${share(observedShare)} ± ${share(standardError)}`,
  );
  return (
    <svg
      className={classes.plot}
      viewBox={`-34 -8 ${SIZE + 44} ${SIZE + 44}`}
      role="img"
      aria-label={`Chance to beat the VN30, ${name}: ${words.join("; ")}`}
    >
      <rect className={classes.frame} width={SIZE} height={SIZE} />
      <line className={classes.diagonal} x1={0} y1={SIZE} x2={SIZE} y2={0} />
      {marks.map((mark) => (
        <g key={mark.x}>
          <line className={classes.error} x1={mark.x} x2={mark.x} y1={mark.low} y2={mark.high} />
          <circle className={classes.mark} cx={mark.x} cy={mark.y} r={4} />
        </g>
      ))}
      <text x={0} y={SIZE + 14}>
        {share(from, 0)}
      </text>
      <text x={SIZE} y={SIZE + 14} textAnchor="end">
        {share(to, 0)}
      </text>
      <text x={SIZE / 2} y={SIZE + 30} textAnchor="middle">
        forecast chance
      </text>
      <text x={-4} y={SIZE} textAnchor="end">
        {share(from, 0)}
      </text>
      <text x={-4} y={8} textAnchor="end">
        {share(to, 0)}
      </text>
      <text transform={`translate(-22 ${SIZE / 2}) rotate(-90)`} textAnchor="middle">
        beat the VN30
      </text>
    </svg>
  );
}

function share(value: number, digits = 1): string {
  return percent(100 * value, digits);
}

function signed(value: number, digits = 4): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;
}
