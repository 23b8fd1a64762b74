import { createChart, HistogramSeries, LineSeries, type MouseEventParams } from "lightweight-charts";
import { optionsOf, stylesOf } from "@/shared/charts/options";
import { count } from "@/shared/format/numbers";
import type { SessionRegime } from "./queries";
import { isKnown, STATES } from "./regimes";

export type DrawnRegimes = { show: (sessions: SessionRegime[]) => void; remove: () => void };

/** The opacity of a colour as its last two digits: states stand behind the line. */
const PALE = "33";
const BACKGROUND = "states";

/** Create an empty chart of the index with the states behind it; `show` fills it. */
export function drawRegimes(element: HTMLElement, onHover: (date: string | null) => void): DrawnRegimes {
  const { colour } = stylesOf(element);
  const chart = createChart(element, optionsOf(element));
  const states = chart.addSeries(HistogramSeries, {
    priceScaleId: BACKGROUND,
    lastValueVisible: false,
    priceLineVisible: false,
  });
  chart.priceScale(BACKGROUND).applyOptions({ visible: false, scaleMargins: { top: 0, bottom: 0 } });
  const line = chart.addSeries(LineSeries, {
    color: colour("--accent"),
    lineWidth: 2,
    priceLineVisible: false,
    priceFormat: { type: "custom", formatter: (value: number) => count(value), minMove: 0.01 },
  });
  chart.subscribeCrosshairMove(({ time, point }: MouseEventParams) => {
    onHover(typeof time === "string" && point ? time : null);
  });
  return {
    show(sessions) {
      states.setData(
        sessions.map(({ date, state }) =>
          isKnown(state)
            ? { time: date, value: 1, color: `${colour(STATES[state].colour)}${PALE}` }
            : { time: date },
        ),
      );
      line.setData(sessions.map(({ date, close }) => ({ time: date, value: close })));
      chart.timeScale().fitContent();
    },
    remove: () => chart.remove(),
  };
}
