import { Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { ChartTable } from "@/shared/charts/ChartTable";
import { percent } from "@/shared/format/numbers";
import classes from "./FrontierChart.module.css";
import { drawingOf, type Mark } from "./frontier";
import type { Optimisation } from "./queries";
import { PORTFOLIOS } from "./words";

const WIDTH = 560;
const HEIGHT = 300;

/** The efficient frontier, with the portfolio of today, the optimum, equal weight and the VN30 on it. */
export function FrontierChart({ found }: { found: Optimisation }) {
  const { line, marks, across, up } = drawingOf(found, WIDTH, HEIGHT);
  const words = found.portfolios.map(({ portfolio, volatility, expectedReturn }) =>
    m.optimise_frontier_point({
      portfolio: PORTFOLIOS[portfolio],
      volatility: percent(100 * volatility),
      expected: percent(expectedReturn == null ? null : 100 * expectedReturn),
    }),
  );
  return (
    <figure className={classes.figure}>
      <svg
        className={classes.chart}
        viewBox={`-52 -14 ${WIDTH + 72} ${HEIGHT + 60}`}
        role="img"
        aria-label={m.optimise_frontier_words({ count: found.frontier.length, words: words.join("; ") })}
      >
        {up.map(({ at, share }) => (
          <g key={share}>
            <line className={classes.grid} x1={0} x2={WIDTH} y1={at} y2={at} />
            <text x={-6} y={at + 4} textAnchor="end">
              {percent(100 * share, 0)}
            </text>
          </g>
        ))}
        {across.map(({ at, share }) => (
          <text key={share} x={at} y={HEIGHT + 16} textAnchor="middle">
            {percent(100 * share, 0)}
          </text>
        ))}
        <text x={WIDTH / 2} y={HEIGHT + 36} textAnchor="middle">
          {m.optimise_volatility_a_year()}
        </text>
        <text transform={`translate(-40 ${HEIGHT / 2}) rotate(-90)`} textAnchor="middle">
          {m.optimise_return_a_year_assumed()}
        </text>
        <polyline className={classes.frontier} points={line} />
        {marks.map((mark) => (
          <Shape key={mark.portfolio} mark={mark} />
        ))}
      </svg>
      <figcaption className={classes.legend}>
        <span data-line="frontier">{m.optimise_efficient_frontier()}</span>
        {marks.map(({ portfolio }) => (
          <span key={portfolio}>
            <svg viewBox="-8 -8 16 16" width={16} height={16} aria-hidden>
              <Shape mark={{ portfolio, x: 0, y: 0 }} />
            </svg>
            {PORTFOLIOS[portfolio]}
          </span>
        ))}
      </figcaption>
      {found.frontier.length > 0 && (
        <ChartTable
          name={m.optimise_efficient_frontier()}
          rows={found.frontier}
          keyOf={({ volatility }) => String(volatility)}
          fileName="efficient-frontier"
          columns={[
            {
              id: "volatility",
              name: m.optimise_volatility_a_year(),
              of: ({ volatility }) => percent(100 * volatility, 2),
              value: ({ volatility }) => volatility,
            },
            {
              id: "expected_return",
              name: m.optimise_return_a_year_assumed(),
              of: ({ expectedReturn }) => percent(expectedReturn == null ? null : 100 * expectedReturn, 2),
              value: ({ expectedReturn }) => expectedReturn,
            },
          ]}
        />
      )}
      {found.frontier.length === 0 && (
        <Text size="sm" c="dimmed">
          {m.optimise_there_is_no_frontier_under_these()}
        </Text>
      )}
    </figure>
  );
}

/** Each portfolio has a shape of its own, so that colours are not needed to tell them apart. */
function Shape({ mark: { portfolio, x, y } }: { mark: Mark }) {
  const props = { "data-portfolio": portfolio, className: classes.mark, transform: `translate(${x} ${y})` };
  if (portfolio === "now") return <circle {...props} r={6} />;
  if (portfolio === "optimal") return <polygon {...props} points="0,-8 7,5 -7,5" />;
  if (portfolio === "ordered") return <polygon {...props} points="0,8 7,-5 -7,-5" />;
  if (portfolio === "equal_weight") return <rect {...props} x={-5} y={-5} width={10} height={10} />;
  return <path {...props} d="M-6,-6 L6,6 M-6,6 L6,-6" />;
}
