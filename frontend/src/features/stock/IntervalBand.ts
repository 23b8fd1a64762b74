import type {
  AutoscaleInfo,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  SeriesAttachedParameter,
  Time,
} from "lightweight-charts";
import type { BandPoint } from "./points";

const OPACITY = 0.18;

type Place = { x: number; lower: number; upper: number };
type Target = Parameters<IPrimitivePaneRenderer["draw"]>[0];

/** Fills the area between the bounds of the interval; the chart library has no such series. */
export class IntervalBand implements ISeriesPrimitive<Time> {
  private attachedTo: SeriesAttachedParameter<Time> | null = null;
  private points: BandPoint[] = [];
  private readonly views: readonly IPrimitivePaneView[] = [
    { zOrder: () => "bottom", renderer: () => ({ draw: (target) => this.draw(target) }) },
  ];

  constructor(private readonly colour: string) {}

  show(points: BandPoint[]): void {
    this.points = points;
    this.attachedTo?.requestUpdate();
  }

  attached(parameters: SeriesAttachedParameter<Time>): void {
    this.attachedTo = parameters;
  }

  detached(): void {
    this.attachedTo = null;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.views;
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

  private draw(target: Target): void {
    // biome-ignore lint/correctness/useHookAtTopLevel: the chart library's name of a method, not a React hook
    target.useMediaCoordinateSpace(({ context }) => this.fill(context));
  }

  private fill(context: CanvasRenderingContext2D): void {
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
