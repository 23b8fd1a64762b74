import { Drawing } from "@/shared/charts/Drawing";
import { type Action, type BarTime, letterOf } from "./bars";

const RADIUS = 8;
const ABOVE_AXIS = RADIUS + 2;

/** Marks the ex-dates of corporate actions on the time axis, by their letters. */
export class ActionMarks extends Drawing {
  private marks: [BarTime, Action[]][] = [];

  constructor(
    private readonly colour: string,
    private readonly fontFamily: string,
  ) {
    super("top");
  }

  show(marks: Map<BarTime, Action[]>): void {
    this.marks = [...marks];
    this.redraw();
  }

  protected paint(context: CanvasRenderingContext2D, height: number): void {
    for (const [time, actions] of this.marks) this.mark(context, height - ABOVE_AXIS, time, actions);
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
