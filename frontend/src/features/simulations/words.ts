import { m } from "@/paraglide/messages";
import { change, percent, withError } from "@/shared/format/numbers";
import type { SimulationRow } from "./queries";

const NONE = "–";

/** `0.41 ± 0.33`: a ratio and its standard error. */
export function ratio(value: number | null | undefined, error: number | null | undefined): string {
  return withError(value, error, 2);
}

/** `+7.2%` for a share of 0.072 */
export function shareChange(value: number | null | undefined): string {
  return change(value == null ? value : 100 * value);
}

/** `31.0%` for a share of 0.31 */
export function sharePercent(value: number | null | undefined): string {
  return percent(value == null ? value : 100 * value);
}

/** The name of a simulation: that of its request, and what distinguishes it in its batch. */
export function nameOf({ name, label, simulationId }: SimulationRow): string {
  return [name, label].filter((part) => part !== "").join(": ") || simulationId.slice(0, 8);
}

/** `2019-01-02 to 2024-12-31` */
export function periodOf({ firstSession, lastSession }: SimulationRow): string {
  return firstSession && lastSession ? m.simulations_to({ firstSession, lastSession }) : NONE;
}
