import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { BelowNaivePill } from "@/shared/components/BelowNaivePill";
import { Change } from "@/shared/components/figures";
import { VerdictPill } from "@/shared/components/VerdictPill";
import { percent, price } from "@/shared/format/numbers";
import classes from "./PredictionsCard.module.css";
import type { Horizon } from "./search";
import { WhyList } from "./WhyList";

/** The forecast at one horizon, with its interval and verdict. */
export function Forecast({ horizon, forecast }: { horizon: Horizon; forecast: Schemas["Prediction"] }) {
  const { lowerPrice, upperPrice, probabilityOfRise, vn30Rank, probabilityOfBeatingVn30 } = forecast;
  return (
    <>
      <h3 className={classes.head}>
        <span title={m.stock_sessions_ahead({ sessions: horizon })}>
          {m.stock_days_ahead({ days: horizon })}
        </span>
        <Change value={forecast.predictedChangePct} digits={2} arrow fz="xl" fw={700} />
      </h3>
      <dl className={classes.facts}>
        <dt>{m.stock_rank_in_the_vn30()}</dt>
        <dd className="figures">
          {vn30Rank === null
            ? m.stock_not_known()
            : m.stock_rank_of({ rank: vn30Rank, ranked: forecast.vn30Ranked ?? "–" })}
        </dd>
        <dt>{m.stock_chance_to_beat_the_vn30()}</dt>
        <dd className="figures">
          {probabilityOfBeatingVn30 === null
            ? m.stock_not_known()
            : percent(probabilityOfBeatingVn30 * 100, 0)}
        </dd>
        <dt>{m.stock_close_on({ date: forecast.targetDate })}</dt>
        <dd className="figures">{price(forecast.predictedPrice)} VND</dd>
        <dt>{m.stock_80_interval()}</dt>
        <dd className="figures">
          {lowerPrice === null ? m.stock_not_known() : `${price(lowerPrice)} – ${price(upperPrice)}`}
        </dd>
        <dt>{m.stock_chance_of_a_rise()}</dt>
        <dd className="figures">
          {probabilityOfRise === null ? m.stock_not_known() : percent(probabilityOfRise * 100, 0)}
        </dd>
      </dl>
      <VerdictPill verdict={forecast.verdict} skill={forecast.skill} />{" "}
      {forecast.belowNaive && <BelowNaivePill />}
      {forecast.explanation && (
        <details className={classes.why}>
          <summary>{m.stock_why()}</summary>
          <WhyList explanation={forecast.explanation} />
        </details>
      )}
    </>
  );
}
