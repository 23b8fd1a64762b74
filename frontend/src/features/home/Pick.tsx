import { Link } from "@tanstack/react-router";
import type { Schemas } from "@/api/client";
import { Change } from "@/shared/figures";
import { price } from "@/shared/format";
import { Star } from "@/shared/Star";
import { VerdictPill } from "@/shared/VerdictPill";
import classes from "./Pick.module.css";

export type PickOf = Schemas["TopPick"] | Schemas["MyListItem"];

/** One stock with its price, what is forecast of it, and how far that can be trusted. */
export function Pick({ pick }: { pick: PickOf }) {
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
          <p className={classes.quiet}>No forecast yet</p>
        </>
      ) : (
        <>
          <p className="figures">
            {price(pick.currentPrice)} → <strong>{price(pick.predictedPrice)}</strong> VND
          </p>
          <p className={classes.quiet}>
            by {pick.targetDate}
            {pick.lowerPrice !== null && (
              <>
                <br />
                <span className="figures">
                  80 %: {price(pick.lowerPrice)} – {price(pick.upperPrice)}
                </span>
              </>
            )}
          </p>
          <VerdictPill verdict={pick.verdict} skill={pick.skill} />
        </>
      )}
    </article>
  );
}
