import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Change } from "@/shared/components/figures";
import { percent, withError } from "@/shared/format/numbers";
import classes from "./Risk.module.css";
import { inPercent, loss, type Risk } from "./risk";

type Period = Schemas["PeriodRisk"];

/** Volatility, ratios and drawdown by period, with their standard errors, and what it takes to sell. */
export function RiskFigures({ risk, facts }: { risk: Risk; facts: [string, string][] }) {
  const all: [string, string][] = [
    [m.shared_volatility_next(), loss(risk.ewmaVolatility)],
    [m.shared_volatility_20(), loss(risk.realisedVolatility)],
    ...facts,
  ];
  return (
    <>
      <dl className={classes.facts}>
        {all.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {risk.periods.length > 0 && <Periods periods={risk.periods} />}
    </>
  );
}

function Periods({ periods }: { periods: Period[] }) {
  const rows: [name: string, value: (period: Period) => React.ReactNode][] = [
    [m.shared_volatility(), (one) => percentWithError(100 * one.volatility, one.volatilityError)],
    [m.shared_return_a_year(), (one) => <Change value={inPercent(one.annualReturn)} />],
    [m.shared_sharpe(), (one) => withError(one.sharpe, one.sharpeError, 2)],
    [m.shared_sortino(), (one) => withError(one.sortino, one.sortinoError, 2)],
    [m.shared_calmar(), (one) => withError(one.calmar, one.calmarError, 2)],
    [m.shared_beta_to({ index: "VNINDEX" }), (one) => betaOf(one, "VNINDEX")],
    [m.shared_beta_to({ index: "VN30" }), (one) => betaOf(one, "VN30")],
    [m.shared_deepest_fall(), (one) => loss(one.drawdown.depth)],
    [m.shared_fall_from(), (one) => one.drawdown.peak],
    [m.shared_fall_to(), (one) => one.drawdown.trough],
    [m.shared_fall_recovered(), (one) => one.drawdown.recovered ?? m.shared_not_yet()],
    [m.shared_fall_sessions(), (one) => one.drawdown.sessions],
  ];
  return (
    <FigureTable<(typeof rows)[number]>
      caption={m.shared_over_the_newest_sessions_is_one()}
      minWidth={320}
      rows={rows}
      keyOf={([name]) => name}
      columns={[
        { name: m.shared_sessions(), of: ([name]) => name },
        ...periods.map((period) => ({
          name: period.sessions,
          of: ([, value]: (typeof rows)[number]) => value(period),
        })),
      ]}
    />
  );
}

function betaOf({ betas }: Period, index: string): string {
  const beta = betas.find((one) => one.index === index);
  return withError(beta?.value, beta?.error, 2);
}

function percentWithError(value: number, error: number | null | undefined): string {
  return error == null ? percent(value) : `${percent(value)} ± ${percent(100 * error)}`;
}
