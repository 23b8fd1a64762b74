import { CandlestickSeries, createChart, HistogramSeries, type MouseEventParams } from "lightweight-charts";
import { optionsOf, PRICES, stylesOf } from "@/shared/charts/options";
import { compact } from "@/shared/format/numbers";
import { ActionMarks } from "./ActionMarks";
import { type Action, type Bar, type BarTime, candlesOf, volumesOf } from "./bars";

/** The bar under the pointer. */
export type HoveredBar = { time: BarTime; x: number; rightHalf: boolean };

export type DrawnSeries = {
  show: (bars: Bar[], marks: Map<BarTime, Action[]>) => void;
  remove: () => void;
};

const VOLUME_PANE = 1;
const VOLUME_SHARE = 0.2;
/** The opacity of a colour as its last two digits: volume stands behind the candles. */
const PALE = "66";

/** Create an empty chart of candles and volume in an element; `show` fills it. */
export function drawSeries(element: HTMLElement, onHover: (hovered: HoveredBar | null) => void): DrawnSeries {
  const { colour, fontFamily } = stylesOf(element);
  const up = colour("--up");
  const down = colour("--down");
  const chart = createChart(element, optionsOf(element));
  const candles = chart.addSeries(CandlestickSeries, {
    upColor: up,
    borderUpColor: up,
    wickUpColor: up,
    downColor: down,
    borderDownColor: down,
    wickDownColor: down,
    priceLineVisible: false,
    priceFormat: PRICES,
  });
  const volume = chart.addSeries(
    HistogramSeries,
    {
      priceFormat: { type: "custom", formatter: compact, minMove: 1 },
      lastValueVisible: false,
      priceLineVisible: false,
    },
    VOLUME_PANE,
  );
  const [prices, volumes] = chart.panes();
  prices?.setStretchFactor(1 - VOLUME_SHARE);
  volumes?.setStretchFactor(VOLUME_SHARE);
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.1, bottom: 0 } });
  const marked = new ActionMarks(colour("--forecast"), fontFamily);
  volume.attachPrimitive(marked);

  chart.subscribeCrosshairMove(({ time, point }: MouseEventParams) => {
    if (time === undefined || typeof time === "object" || !point) return onHover(null);
    onHover({ time, x: point.x, rightHalf: point.x > element.clientWidth / 2 });
  });

  return {
    show(bars, marks) {
      chart.timeScale().applyOptions({ timeVisible: bars.some((bar) => bar.startsAt != null) });
      volume.setData(volumesOf(bars, `${up}${PALE}`, `${down}${PALE}`));
      candles.setData(candlesOf(bars));
      marked.show(marks);
      chart.timeScale().fitContent();
    },
    remove: () => chart.remove(),
  };
}
