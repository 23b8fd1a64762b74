import { m } from "@/paraglide/messages";
import { percent } from "@/shared/format/numbers";
import classes from "./ReliabilityPlot.module.css";
import { type Bin, diagram } from "./reliability";

const SIZE = 150;

type Props = {
  /** What the plot is of, for screen readers. */
  name: string;
  /** The label of the vertical axis. */
  claim: string;
  bins: Bin[];
};

/** Observed shares at forecast probabilities, with two standard errors; true forecasts are on the diagonal. */
export function ReliabilityPlot({ name, claim, bins }: Props) {
  const { from, to, marks } = diagram(bins, SIZE);
  const words = bins.map(({ meanProbability, observedShare, standardError }) =>
    m.shared_forecast_observed({
      meanProbability: share(meanProbability),
      observedShare: share(observedShare),
      standardError: share(standardError),
    }),
  );
  return (
    <svg
      className={classes.plot}
      viewBox={`-34 -8 ${SIZE + 44} ${SIZE + 44}`}
      role="img"
      aria-label={`${name}: ${words.join("; ")}`}
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
        {m.shared_forecast_chance()}
      </text>
      <text x={-4} y={SIZE} textAnchor="end">
        {share(from, 0)}
      </text>
      <text x={-4} y={8} textAnchor="end">
        {share(to, 0)}
      </text>
      <text transform={`translate(-22 ${SIZE / 2}) rotate(-90)`} textAnchor="middle">
        {claim}
      </text>
    </svg>
  );
}

function share(value: number, digits = 1): string {
  return percent(100 * value, digits);
}
