import { useEffect, useRef, useState } from "react";
import { m } from "@/paraglide/messages";
import { ChartTable } from "@/shared/charts/ChartTable";
import { perTheme } from "@/shared/charts/perTheme";
import { change, count } from "@/shared/format/numbers";
import { type DrawnRegimes, drawRegimes } from "./drawRegimes";
import type { SessionRegime } from "./queries";
import classes from "./RegimeCard.module.css";
import { isKnown, type KnownState, STATES, sharesOf, TRENDS, VOLATILITIES } from "./regimes";

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
      <ChartTable
        name={summaryOf(sessions)}
        rows={sessions.toReversed()}
        keyOf={({ date }) => date}
        fileName="market-regimes"
        columns={[
          {
            id: "session",
            name: m.shared_chart_session(),
            of: ({ date }) => date,
            value: ({ date }) => date,
          },
          { id: "vnindex", name: "VNINDEX", of: ({ close }) => count(close), value: ({ close }) => close },
          {
            id: "regime",
            name: m.home_market_regime(),
            isWords: true,
            of: ({ state }) => stateOf(state),
            value: ({ state }) => state,
          },
        ]}
      />
    </>
  );
}

function stateOf(state: SessionRegime["state"]): string {
  return isKnown(state) ? STATES[state].label.toLowerCase() : m.home_state_unknown();
}

function textOf(session: SessionRegime): string {
  const { date, close, state, volatility, trend } = session;
  const parts = [m.home_points({ date, points: count(close) }), stateOf(state)];
  if (session.probabilityWild != null)
    parts.push(m.home_percent_wild({ percent: count(100 * session.probabilityWild) }));
  parts.push(m.home_volatility({ level: VOLATILITIES[volatility] }), m.home_trend({ trend: TRENDS[trend] }));
  if (session.closeToSma200 != null)
    parts.push(m.home_of_average({ change: change(100 * session.closeToSma200) }));
  return parts.join(" · ");
}

function summaryOf(sessions: SessionRegime[]): string {
  const shares = Object.entries(sharesOf(sessions)).map(([state, share]) =>
    m.home_share_of_state({
      percent: count(100 * share),
      state: STATES[state as KnownState].label.toLowerCase(),
    }),
  );
  return m.home_vnindex_over({ count: count(sessions.length), shares: shares.join(", ") });
}
