import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  SeriesAttachedParameter,
  Time,
} from "lightweight-charts";
import { type Action, type BarTime, letterOf } from "./bars";

const RADIUS = 8;
const ABOVE_AXIS = RADIUS + 2;

type Target = Parameters<IPrimitivePaneRenderer["draw"]>[0];

/** Marks the ex-dates of corporate actions on the time axis, by their letters. */
export class ActionMarks implements ISeriesPrimitive<Time> {
  private attachedTo: SeriesAttachedParameter<Time> | null = null;
  private marks: [BarTime, Action[]][] = [];
  private readonly views: readonly IPrimitivePaneView[] = [
    { zOrder: () => "top", renderer: () => ({ draw: (target) => this.draw(target) }) },
  ];

  constructor(
    private readonly colour: string,
    private readonly fontFamily: string,
  ) {}

  show(marks: Map<BarTime, Action[]>): void {
    this.marks = [...marks];
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
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      for (const [time, actions] of this.marks)
        this.mark(context, mediaSize.height - ABOVE_AXIS, time, actions);
    });
  }

  private mark(context: CanvasRenderingContext2D, y: number, time: BarTime, actions: Action[]): void {
    const x = this.attachedTo?.chart.timeScale().timeToCoordinate(time);
    const first = actions[0];
    if (x == null || !first) return;
    context.beginPath();
    context.arc(x, y, RADIUS, 0, 2 * Math.PI);
    context.fillStyle = this.colour;
    context.fill();
    context.fillStyle = "white";
    context.font = `600 10px ${this.fontFamily}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(actions.length > 1 ? String(actions.length) : letterOf(first), x, y);
  }
}
