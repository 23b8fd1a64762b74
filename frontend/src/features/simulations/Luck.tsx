import { m } from "@/paraglide/messages";
import { Pill } from "@/shared/components/Pill";
import { decimal } from "@/shared/format/numbers";

/** Below it, luck explains a result as well as skill does. */
const ENOUGH = 0.95;

/** The deflated Sharpe ratio, and whether it rules luck out. */
export function Luck({ value }: { value: number | null }) {
  if (value === null) return "–";
  const isProven = value >= ENOUGH;
  return (
    <Pill
      tone={isProven ? "up" : "quiet"}
      title={
        isProven ? m.simulations_above_what_the_best_of_the() : m.simulations_could_be_luck_of_the_trials()
      }
    >
      {decimal(value, 2)}
      {isProven ? "" : m.simulations_could_be_luck()}
    </Pill>
  );
}
