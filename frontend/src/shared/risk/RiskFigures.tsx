import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { Change } from "@/shared/components/figures";
import { percent } from "@/shared/format/numbers";
import table from "@/shared/table.module.css";
import classes from "./Risk.module.css";
import { inPercent, loss, type Risk } from "./risk";

type Period = Schemas["PeriodRisk"];

/** Volatility, ratios and drawdown by period, with their standard errors, and what it takes to sell. */
export function RiskFigures({ risk, facts }: { risk: Risk; facts: [string, string][] }) {
  const all: [string, string][] = [
    ["Volatility, next session", loss(risk.ewmaVolatility)],
    ["Volatility, 20 sessions", loss(risk.realisedVolatility)],
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
    ["Volatility", (one) => withError(100 * one.volatility, 100 * one.volatilityError, percent)],
    ["Return a year", (one) => <Change value={inPercent(one.annualReturn)} />],
    ["Sharpe ratio", (one) => withError(one.sharpe, one.sharpeError, decimal)],
    ["Sortino ratio", (one) => withError(one.sortino, one.sortinoError, decimal)],
    ["Calmar ratio", (one) => withError(one.calmar, one.calmarError, decimal)],
    ["Beta to VNINDEX", (one) => betaOf(one, "VNINDEX")],
    ["Beta to VN30", (one) => betaOf(one, "VN30")],
    ["Deepest fall", (one) => loss(one.drawdown.depth)],
    ["– from", (one) => one.drawdown.peak],
    ["– to", (one) => one.drawdown.trough],
    ["– recovered", (one) => one.drawdown.recovered ?? "not yet"],
    ["– sessions", (one) => one.drawdown.sessions],
  ];
  return (
    <table className={table.compact}>
      <caption>{m.shared_over_the_newest_sessions_is_one()}</caption>
      <thead>
        <tr>
          <th scope="col">{m.shared_sessions()}</th>
          {periods.map((period) => (
            <th scope="col" key={period.sessions}>
              {period.sessions}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {periods.map((period) => (
              <td key={period.sessions}>{value(period)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function betaOf({ betas }: Period, index: string): string {
  const beta = betas.find((one) => one.index === index);
  return withError(beta?.value, beta?.error, decimal);
}

function withError(
  value: number | null | undefined,
  error: number | null | undefined,
  words: (value: number) => string,
): string {
  if (value == null) return "–";
  return error == null ? words(value) : `${words(value)} ± ${words(error)}`;
}

function decimal(value: number): string {
  return value.toFixed(2).replace("-", "−");
}
