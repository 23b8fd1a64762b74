import { m } from "@/paraglide/messages";
import { price } from "@/shared/format/numbers";
import { type Action, type Bar, labelOf, termsOf, volumeOf } from "./bars";
import { Tooltip } from "./Tooltip";

type SeriesTooltip = {
  bar: Bar;
  actions: Action[];
  /** The position of the bar from the left edge of the chart, in pixels. */
  x: number;
  /** Whether the tooltip stands on the left, for lack of space on the right. */
  leftwards: boolean;
};

/** A bar of the chart, with the corporate actions that it has. */
export function SeriesTooltip({ bar, actions, x, leftwards }: SeriesTooltip) {
  return (
    <Tooltip title={labelOf(bar)} x={x} leftwards={leftwards}>
      <dl>
        <dt>{m.stock_open()}</dt>
        <dd className="figures">{price(bar.open)}</dd>
        <dt>{m.stock_high()}</dt>
        <dd className="figures">{price(bar.high)}</dd>
        <dt>{m.stock_low()}</dt>
        <dd className="figures">{price(bar.low)}</dd>
        <dt>{m.stock_close()}</dt>
        <dd className="figures">{price(bar.close)}</dd>
        <dt>{m.stock_volume()}</dt>
        <dd className="figures">{volumeOf(bar)}</dd>
      </dl>
      {actions.map((action) => (
        <p key={`${action.exDate} ${action.kind} ${action.source}`}>
          {action.exDate}: {termsOf(action)}
        </p>
      ))}
    </Tooltip>
  );
}
