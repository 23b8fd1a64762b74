import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  SeriesAttachedParameter,
  Time,
} from "lightweight-charts";
import type { KnownState, Stretch } from "./regimes";

const OPACITY = 0.16;

type Target = Parameters<IPrimitivePaneRenderer["draw"]>[0];

/** Colours the background of each stretch of sessions by its state; the chart library has no such series. */
export class StateBands implements ISeriesPrimitive<Time> {
  private attachedTo: SeriesAttachedParameter<Time> | null = null;
  private stretches: Stretch[] = [];
  private readonly views: readonly IPrimitivePaneView[] = [
    { zOrder: () => "bottom", renderer: () => ({ draw: (target) => this.draw(target) }) },
  ];

  constructor(private readonly colours: Record<KnownState, string>) {}

  show(stretches: Stretch[]): void {
    this.stretches = stretches;
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

  private draw(target: Target): void {
    // biome-ignore lint/correctness/useHookAtTopLevel: the chart library's name of a method, not a React hook
    target.useMediaCoordinateSpace(({ context, mediaSize }) => this.fill(context, mediaSize.height));
  }

  private fill(context: CanvasRenderingContext2D, height: number): void {
    const scale = this.attachedTo?.chart.timeScale();
    if (!scale) return;
    context.globalAlpha = OPACITY;
    for (const { state, from, to } of this.stretches) {
      const left = scale.timeToCoordinate(from);
      const right = scale.timeToCoordinate(to);
      if (left === null || right === null) continue;
      context.fillStyle = this.colours[state];
      context.fillRect(left, 0, right - left, height);
    }
    context.globalAlpha = 1;
  }
}
