import { Card, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { count } from "@/shared/format/numbers";
import type { Figures } from "../queries";
import { ratio, shareChange, sharePercent } from "../words";

/** The returns of parts of the period beside the benchmarks. */
export function PeriodsCard({ title, periods }: { title: string; periods: Figures["years"] }) {
  if (periods.length === 0) return null;
  return (
    <Card component="section" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <FigureTable
        caption={m.simulations_returns_of_the_part_after_costs()}
        minWidth={760}
        rows={periods}
        keyOf={({ name }) => name}
        columns={[
          { name: m.simulations_part(), of: ({ name }) => name },
          { name: m.simulations_sessions(), of: ({ sessions }) => count(sessions) },
          { name: m.simulations_return(), of: ({ totalReturn }) => shareChange(totalReturn) },
          { name: m.simulations_same_stocks_held(), of: ({ heldReturn }) => shareChange(heldReturn) },
          { name: "VN30", of: ({ indexReturn }) => shareChange(indexReturn) },
          { name: m.simulations_sharpe(), of: ({ sharpe }) => ratio(sharpe.value, sharpe.error) },
          { name: m.simulations_drawdown(), of: ({ drawdown }) => sharePercent(drawdown) },
          { name: m.simulations_sales(), of: ({ sales }) => count(sales) },
          { name: m.simulations_with_a_gain(), of: ({ hitRate }) => sharePercent(hitRate) },
        ]}
      />
    </Card>
  );
}
