import { Text } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import classes from "./WhyList.module.css";
import { effectOf, sizeOf, subjectOf, widthsOf } from "./why";

/** The largest contributions to a forecast, in words and as bars. */
export function WhyList({ explanation }: { explanation: Schemas["Explanation"] }) {
  const { unit, contributions, rest } = explanation;
  if (contributions.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {m.stock_no_feature_moves_this_forecast_past()}
      </Text>
    );
  }
  const widths = widthsOf(contributions);
  const restSize = sizeOf(rest, unit, contributions[0]?.ranked);
  return (
    <>
      {unit === "rank" && (
        <Text size="sm" c="dimmed" mt={4}>
          {m.stock_no_feature_moves_the_price_past()}
        </Text>
      )}
      <ul className={classes.list}>
        {contributions.map((part, place) => (
          <li key={part.feature}>
            {subjectOf(part)}: <strong>{effectOf(part, unit)}</strong>
            <Bar isUp={part.contribution > 0} width={widths[place] ?? 0} />
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed">
        {rest > 0 ? m.stock_rest_up({ size: restSize }) : m.stock_rest_down({ size: restSize })}{" "}
        {m.stock_parts_no_causes()}
      </Text>
    </>
  );
}

/** From the middle to the right for up, to the left for down. */
function Bar({ isUp, width }: { isUp: boolean; width: number }) {
  const part = <span className={isUp ? classes.up : classes.down} style={{ width: `${width}%` }} />;
  return (
    <span className={classes.bar} aria-hidden>
      <span className={classes.half}>{!isUp && part}</span>
      <span className={classes.half}>{isUp && part}</span>
    </span>
  );
}
