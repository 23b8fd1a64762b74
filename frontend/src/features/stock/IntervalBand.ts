import type { AutoscaleInfo } from "lightweight-charts";
import { Drawing } from "@/shared/charts/Drawing";
import type { BandPoint } from "./points";

const OPACITY = 0.18;

type Place = { x: number; lower: number; upper: number };

/** Fills the area between the bounds of the interval. */
export class IntervalBand extends Drawing {
  private points: BandPoint[] = [];

  constructor(private readonly colour: string) {
    super("bottom");
  }

  show(points: BandPoint[]): void {
    this.points = points;
    this.redraw();
  }

  /** The scale of prices must hold the whole band. */
  autoscaleInfo(): AutoscaleInfo | null {
    if (this.points.length === 0) return null;
    return {
      priceRange: {
        minValue: Math.min(...this.points.map((point) => point.lower)),
        maxValue: Math.max(...this.points.map((point) => point.upper)),
      },
    };
  }

  protected paint(context: CanvasRenderingContext2D): void {
    const places = this.places();
    context.beginPath();
    for (const place of places) context.lineTo(place.x, place.upper);
    for (const place of places.toReversed()) context.lineTo(place.x, place.lower);
    context.closePath();
    context.globalAlpha = OPACITY;
    context.fillStyle = this.colour;
    context.fill();
    context.globalAlpha = 1;
  }

  private places(): Place[] {
    const { chart, series } = this.attachedTo ?? {};
    if (!chart || !series) return [];
    return this.points.flatMap((point) => {
      const x = chart.timeScale().timeToCoordinate(point.time);
      const lower = series.priceToCoordinate(point.lower);
      const upper = series.priceToCoordinate(point.upper);
      return x === null || lower === null || upper === null ? [] : [{ x, lower, upper }];
    });
  }
}
