import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import { ProposedDays } from "./ProposedDays";
import { TradingDaysCard } from "./TradingDaysCard";
import { useTradingDays } from "./tradingDays";

/** The proposals to decide on, on top of the page. */
export function DaysToConfirm() {
  const { data, error } = useTradingDays();
  if (data === undefined) {
    return error ? <ErrorNotice error={error} what={m.pipelines_the_trading_days_could_not_be()} /> : null;
  }
  return <ProposedDays days={data.data.filter((day) => day.state === "proposed")} />;
}

/** The decisions, below the DAGs. */
export function DecidedDays() {
  const { data } = useTradingDays();
  if (data === undefined) return null;
  return <TradingDaysCard days={data.data.filter((day) => day.state !== "proposed")} />;
}
