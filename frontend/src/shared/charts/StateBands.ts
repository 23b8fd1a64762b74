import { Drawing } from "./Drawing";
import type { Stretch } from "./stretches";

const OPACITY = 0.16;

/** Colours the background of each stretch of sessions by its state. */
export class StateBands<State extends string> extends Drawing {
  private stretches: Stretch<State>[] = [];

  constructor(private readonly colours: Record<State, string>) {
    super("bottom");
  }

  show(stretches: Stretch<State>[]): void {
    this.stretches = stretches;
    this.redraw();
  }

  protected paint(context: CanvasRenderingContext2D, height: number): void {
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
