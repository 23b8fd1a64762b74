import { createChart, LineSeries, type MouseEventParams } from "lightweight-charts";
import { optionsOf, stylesOf } from "@/shared/charts/options";
import { StateBands } from "@/shared/charts/StateBands";
import { count } from "@/shared/format/numbers";
import type { SessionRegime } from "./queries";
import { STATES, statesOf } from "./regimes";

export type DrawnRegimes = { show: (sessions: SessionRegime[]) => void; remove: () => void };

/** Create an empty chart of the index with the states behind it; `show` fills it. */
export function drawRegimes(element: HTMLElement, onHover: (date: string | null) => void): DrawnRegimes {
  const { colour } = stylesOf(element);
  const chart = createChart(element, optionsOf(element));
  const line = chart.addSeries(LineSeries, {
    color: colour("--accent"),
    lineWidth: 2,
    priceLineVisible: false,
    priceFormat: { type: "custom", formatter: (value: number) => count(value), minMove: 0.01 },
  });
  const bands = new StateBands({
    calm: colour(STATES.calm.colour),
    usual: colour(STATES.usual.colour),
    wild: colour(STATES.wild.colour),
  });
  line.attachPrimitive(bands);
  chart.subscribeCrosshairMove(({ time, point }: MouseEventParams) => {
    onHover(typeof time === "string" && point ? time : null);
  });
  return {
    show(sessions) {
      bands.show(statesOf(sessions));
      line.setData(sessions.map(({ date, close }) => ({ time: date, value: close })));
      chart.timeScale().fitContent();
    },
    remove: () => chart.remove(),
  };
}
