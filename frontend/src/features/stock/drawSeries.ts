import { CandlestickSeries, createChart, HistogramSeries, type MouseEventParams } from "lightweight-charts";
import { ActionMarks } from "./ActionMarks";
import { type Action, type Bar, type BarTime, candlesOf, volumesOf } from "./bars";
import { optionsOf, stylesOf } from "./chartOptions";

/** The bar under the pointer. */
export type HoveredBar = { time: BarTime; x: number; rightHalf: boolean };

export type DrawnSeries = {
  show: (bars: Bar[], marks: Map<BarTime, Action[]>) => void;
  remove: () => void;
};

const VOLUME_SHARE = 0.2;
/** The opacity of a colour as its last two digits: volume stands behind the candles. */
const PALE = "66";

/** Create an empty chart of candles and volume in an element; `show` fills it. */
export function drawSeries(element: HTMLElement, onHover: (hovered: HoveredBar | null) => void): DrawnSeries {
  const { colour, fontFamily } = stylesOf(element);
  const up = colour("--up");
  const down = colour("--down");
  const chart = createChart(element, optionsOf(element));
  chart.priceScale("right").applyOptions({ scaleMargins: { top: 0.06, bottom: VOLUME_SHARE + 0.04 } });
  const volume = chart.addSeries(HistogramSeries, {
    priceScaleId: "volume",
    priceFormat: { type: "volume" },
    lastValueVisible: false,
    priceLineVisible: false,
  });
  chart.priceScale("volume").applyOptions({ scaleMargins: { top: 1 - VOLUME_SHARE, bottom: 0 } });
  const candles = chart.addSeries(CandlestickSeries, {
    upColor: up,
    borderUpColor: up,
    wickUpColor: up,
    downColor: down,
    borderDownColor: down,
    wickDownColor: down,
    priceLineVisible: false,
  });
  const marked = new ActionMarks(colour("--forecast"), fontFamily);
  candles.attachPrimitive(marked);

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
