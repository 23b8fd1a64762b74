import { type ChartOptions, ColorType, type DeepPartial } from "lightweight-charts";
import { getLocale } from "@/paraglide/runtime";
import { price } from "@/shared/format/numbers";
import { LOCALES } from "@/shared/preferences/language";

/** The colours and the font of an element. */
export function stylesOf(element: HTMLElement) {
  const style = getComputedStyle(element);
  return {
    colour: (name: string) => style.getPropertyValue(name).trim(),
    fontFamily: style.fontFamily,
  };
}

/** The format of a series of prices. The exchange's smallest step is 10 dong; adjusted prices have smaller ones. */
export const PRICES = { type: "custom", formatter: (value: number) => price(value), minMove: 1 } as const;

/** What the charts of the page have in common. */
export function optionsOf(element: HTMLElement): DeepPartial<ChartOptions> {
  const { colour, fontFamily } = stylesOf(element);
  return {
    autoSize: true,
    layout: {
      // That of the card, in both themes.
      background: { type: ColorType.Solid, color: "transparent" },
      panes: { separatorColor: colour("--quiet-tint"), enableResize: false },
      // The attribution stands below the chart, for keyboards and screen readers too.
      attributionLogo: false,
      fontFamily,
      textColor: colour("--quiet"),
    },
    grid: { vertLines: { visible: false }, horzLines: { color: colour("--quiet-tint") } },
    localization: {
      locale: LOCALES[getLocale()],
      dateFormat: "yyyy-MM-dd",
    },
    rightPriceScale: {
      borderVisible: false,
      entireTextOnly: true,
      scaleMargins: { top: 0.12, bottom: 0.08 },
    },
    timeScale: { borderVisible: false, fixLeftEdge: true, fixRightEdge: true, secondsVisible: false },
    // Controls above the chart set the ranges; on a phone a swipe scrolls the page.
    handleScroll: false,
    handleScale: false,
  };
}
