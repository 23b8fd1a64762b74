import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  SeriesAttachedParameter,
  Time,
} from "lightweight-charts";

type Target = Parameters<IPrimitivePaneRenderer["draw"]>[0];

/** Something that is drawn below or above a series, and for which the chart library has no series of its own. */
export abstract class Drawing implements ISeriesPrimitive<Time> {
  protected attachedTo: SeriesAttachedParameter<Time> | null = null;
  private readonly views: readonly IPrimitivePaneView[];

  constructor(zOrder: "bottom" | "top") {
    this.views = [{ zOrder: () => zOrder, renderer: () => ({ draw: (target) => this.draw(target) }) }];
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

  /** Draw, in CSS pixels, on a pane of this height. */
  protected abstract paint(context: CanvasRenderingContext2D, height: number): void;

  protected redraw(): void {
    this.attachedTo?.requestUpdate();
  }

  private draw(target: Target): void {
    // biome-ignore lint/correctness/useHookAtTopLevel: the chart library's name of a method, not a React hook
    target.useMediaCoordinateSpace(({ context, mediaSize }) => this.paint(context, mediaSize.height));
  }
}
