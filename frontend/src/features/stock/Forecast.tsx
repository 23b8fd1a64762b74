import type { Schemas } from "@/api/client";
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
        <span title={`${horizon} trading sessions ahead`}>{horizon}D</span>
        <Change value={forecast.predictedChangePct} digits={2} arrow fz="xl" fw={700} />
      </h3>
      <dl className={classes.facts}>
        <dt>Rank in the VN30</dt>
        <dd className="figures">
          {vn30Rank === null ? "not known" : `${vn30Rank} of ${forecast.vn30Ranked}`}
        </dd>
        <dt>Chance to beat the VN30</dt>
        <dd className="figures">
          {probabilityOfBeatingVn30 === null ? "not known" : percent(probabilityOfBeatingVn30 * 100, 0)}
        </dd>
        <dt>Close on {forecast.targetDate}</dt>
        <dd className="figures">{price(forecast.predictedPrice)} VND</dd>
        <dt>80 % interval</dt>
        <dd className="figures">
          {lowerPrice === null ? "not known" : `${price(lowerPrice)} – ${price(upperPrice)}`}
        </dd>
        <dt>Chance of a rise</dt>
        <dd className="figures">
          {probabilityOfRise === null ? "not known" : percent(probabilityOfRise * 100, 0)}
        </dd>
      </dl>
      <VerdictPill verdict={forecast.verdict} skill={forecast.skill} />{" "}
      {forecast.belowNaive && <BelowNaivePill />}
      {forecast.explanation && (
        <details className={classes.why}>
          <summary>Why</summary>
          <WhyList explanation={forecast.explanation} />
        </details>
      )}
    </>
  );
}
