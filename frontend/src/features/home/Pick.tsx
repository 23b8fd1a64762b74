import { Link } from "@tanstack/react-router";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { BelowNaivePill } from "@/shared/components/BelowNaivePill";
import { Change } from "@/shared/components/figures";
import { LABELS, LabelPill } from "@/shared/components/LabelPill";
import { Sentence, slot } from "@/shared/components/Sentence";
import { Star } from "@/shared/components/Star";
import { VerdictPill } from "@/shared/components/VerdictPill";
import { percent, price } from "@/shared/format/numbers";
import type { Recommendation } from "@/shared/hooks/useRecommendations";
import classes from "./Pick.module.css";

export type PickOf = Schemas["TopPick"] | Schemas["MyListItem"];

type Props = { pick: PickOf; recommendation: Recommendation | undefined };

/** A stock with its price, its forecast, the verdict on the forecast and the label of the user's profile. */
export function Pick({ pick, recommendation }: Props) {
  return (
    <article className={classes.pick}>
      <header className={classes.row}>
        <Link to="/stocks/$ticker" params={{ ticker: pick.ticker }} className={classes.ticker}>
          {pick.ticker}
        </Link>
        {pick.predictedChangePct !== null && (
          <Change value={pick.predictedChangePct} digits={2} arrow fw={700} fz="lg" />
        )}
        <Star ticker={pick.ticker} />
      </header>
      <p className={classes.name} title={pick.name}>
        {pick.name}
      </p>
      {pick.predictedPrice === null ? (
        <>
          <p className="figures">{price(pick.currentPrice)} VND</p>
          <p className={classes.quiet}>{m.home_no_forecast_yet()}</p>
        </>
      ) : (
        <>
          <p className="figures">
            {price(pick.currentPrice)} → <strong>{price(pick.predictedPrice)}</strong> VND
          </p>
          {pick.vn30Rank !== null && (
            <p>
              <Sentence
                text={m.home_rank({ rank: slot("rank"), ranked: pick.vn30Ranked ?? "–" })}
                slots={{ rank: <strong>{pick.vn30Rank}</strong> }}
              />
              {pick.probabilityOfBeatingVn30 !== null &&
                m.home_chance({ chance: percent(pick.probabilityOfBeatingVn30 * 100, 0) })}
            </p>
          )}
          <p className={classes.quiet}>
            {m.home_by_date({ date: pick.targetDate ?? "–" })}
            {pick.lowerPrice !== null && (
              <>
                <br />
                <span className="figures">
                  {m.home_interval_80({ lower: price(pick.lowerPrice), upper: price(pick.upperPrice) })}
                </span>
              </>
            )}
          </p>
          <VerdictPill verdict={pick.verdict} skill={pick.skill} /> {pick.belowNaive && <BelowNaivePill />}
          {recommendation && (
            <p>
              <LabelPill label={recommendation.label} />{" "}
              <Link
                to="/recommendations/$recommendationId"
                params={{ recommendationId: recommendation.id }}
                className={classes.why}
                aria-label={m.home_why_label({ label: LABELS[recommendation.label], ticker: pick.ticker })}
              >
                {m.home_why()}
              </Link>
            </p>
          )}
        </>
      )}
    </article>
  );
}
