import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { count, percent } from "@/shared/format/numbers";
import type { Measured } from "./queries";
import { PORTFOLIOS } from "./words";

/** The measures of the portfolios on the same sessions. */
export function PortfoliosTable({ portfolios }: { portfolios: Measured[] }) {
  return (
    <FigureTable<Measured>
      caption={m.optimise_fixed_weights_over_the_same_past()}
      minWidth={720}
      columns={[
        { name: "Portfolio", of: ({ portfolio }) => PORTFOLIOS[portfolio] },
        {
          name: "Volatility a year",
          of: ({ volatility, volatilityError }) =>
            `${percent(100 * volatility)} ± ${percent(100 * volatilityError)}`,
        },
        { name: "Mean loss, worst 5 % of sessions", of: ({ cvar95 }) => percent(100 * cvar95, 2) },
        {
          name: "Return a year, assumed",
          of: ({ expectedReturn }) => percent(expectedReturn == null ? null : 100 * expectedReturn),
        },
        { name: "Sharpe, assumed", of: sharpe },
        { name: "Stocks", of: ({ names }) => count(names) },
      ]}
      rows={portfolios}
      keyOf={({ portfolio }) => portfolio}
    />
  );
}

function sharpe({ sharpe, sharpeError }: Measured): string {
  if (sharpe == null) return "–";
  const value = sharpe.toFixed(2).replace("-", "−");
  return sharpeError == null ? value : `${value} ± ${sharpeError.toFixed(2)}`;
}
