import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { count, percent, withError } from "@/shared/format/numbers";
import type { Measured } from "./queries";
import { PORTFOLIOS } from "./words";

/** The measures of the portfolios on the same sessions. */
export function PortfoliosTable({ portfolios }: { portfolios: Measured[] }) {
  return (
    <FigureTable<Measured>
      caption={m.optimise_fixed_weights_over_the_same_past()}
      minWidth={720}
      columns={[
        { name: m.optimise_portfolio(), of: ({ portfolio }) => PORTFOLIOS[portfolio] },
        {
          name: m.optimise_volatility_year(),
          of: ({ volatility, volatilityError }) =>
            `${percent(100 * volatility)} ± ${percent(100 * volatilityError)}`,
        },
        { name: m.optimise_mean_loss(), of: ({ cvar95 }) => percent(100 * cvar95, 2) },
        {
          name: m.optimise_assumed_return(),
          of: ({ expectedReturn }) => percent(expectedReturn == null ? null : 100 * expectedReturn),
        },
        { name: m.optimise_assumed_sharpe(), of: sharpe },
        { name: m.optimise_stocks(), of: ({ names }) => count(names) },
      ]}
      rows={portfolios}
      keyOf={({ portfolio }) => portfolio}
    />
  );
}

function sharpe({ sharpe, sharpeError }: Measured): string {
  return withError(sharpe, sharpeError, 2);
}
