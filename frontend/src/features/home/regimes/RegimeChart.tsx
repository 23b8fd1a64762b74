import { useEffect, useRef, useState } from "react";
import { m } from "@/paraglide/messages";
import { perTheme } from "@/shared/charts/perTheme";
import { change, count } from "@/shared/format/numbers";
import { type DrawnRegimes, drawRegimes } from "./drawRegimes";
import type { SessionRegime } from "./queries";
import classes from "./RegimeCard.module.css";
import { isKnown, STATES, sharesOf } from "./regimes";

/** VNINDEX with the states of the market behind it, and the session under the pointer below it. */
export const RegimeChart = perTheme(DrawnRegimeChart);

function DrawnRegimeChart({ sessions }: { sessions: SessionRegime[] }) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnRegimes | null>(null);
  const [hovered, setHovered] = useState<string | null>(null);

  useEffect(() => {
    if (box.current === null) return;
    const chart = drawRegimes(box.current, setHovered);
    drawn.current = chart;
    return () => {
      drawn.current = null;
      chart.remove();
    };
  }, []);

  useEffect(() => drawn.current?.show(sessions), [sessions]);

  const session = sessions.find(({ date }) => date === hovered) ?? sessions.at(-1);
  return (
    <>
      <div ref={box} className={classes.canvas} role="img" aria-label={summaryOf(sessions)} />
      <p className={classes.legend}>
        {Object.entries(STATES).map(([state, { label }]) => (
          <span key={state} data-state={state}>
            {label}
          </span>
        ))}
        {/* The library's licence requires this attribution. */}
        <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
          {m.home_charts_by_tradingview()}
        </a>
      </p>
      {session && <p className={classes.session}>{textOf(session)}</p>}
    </>
  );
}

function textOf(session: SessionRegime): string {
  const { date, close, state, volatility, trend } = session;
  const parts = [
    `${date}: ${count(close)} points`,
    isKnown(state) ? STATES[state].label.toLowerCase() : "state unknown",
  ];
  if (session.probabilityWild != null) parts.push(`${count(100 * session.probabilityWild)} % wild`);
  parts.push(`volatility ${volatility}`, `trend ${trend}`);
  if (session.closeToSma200 != null)
    parts.push(`${change(100 * session.closeToSma200)} of its 200-session average`);
  return parts.join(" · ");
}

function summaryOf(sessions: SessionRegime[]): string {
  const shares = Object.entries(sharesOf(sessions)).map(
    ([state, share]) => `${count(100 * share)} % ${state}`,
  );
  return `VNINDEX over ${count(sessions.length)} sessions: ${shares.join(", ")}`;
}
