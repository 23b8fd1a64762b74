import { Group, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Change } from "@/shared/components/figures";
import { LabelPill } from "@/shared/components/LabelPill";
import { RecordText } from "@/shared/components/RecordText";
import { Sentence, slot } from "@/shared/components/Sentence";
import { TextLink } from "@/shared/components/TextLink";
import { change, percent, price } from "@/shared/format/numbers";
import type { Recommendation } from "@/shared/hooks/useRecommendations";
import classes from "./RecommendationCards.module.css";

/** The recommendations below each other, for small screens. */
export function RecommendationCards({ recommendations }: { recommendations: Recommendation[] }) {
  return (
    <ul className={classes.list} aria-label={m.recommendations_recommendations()}>
      {recommendations.map((one) => (
        <li key={one.id} className={classes.card}>
          <Group justify="space-between">
            <span>
              <TextLink
                to="/recommendations/$recommendationId"
                params={{ recommendationId: one.id }}
                fw={700}
                size="lg"
              >
                {one.ticker}
              </TextLink>{" "}
              <Text span size="sm" c="dimmed">
                {one.horizon.toUpperCase()}
              </Text>
            </span>
            <LabelPill label={one.label} />
          </Group>
          <Text size="sm" c="dimmed" truncate>
            {one.name}
          </Text>
          <Text size="sm">
            <Sentence
              text={m.recommendations_card_figures({
                confidence: slot("confidence"),
                expected: slot("expected"),
                interval: slot("interval"),
              })}
              slots={{
                confidence: <strong>{percent(one.confidence === null ? null : 100 * one.confidence)}</strong>,
                expected: <Change value={one.expectedReturnPct} digits={2} />,
                interval: (
                  <span className="figures">
                    {change(one.lowerReturnPct)} … {change(one.upperReturnPct)}
                  </span>
                ),
              }}
            />
          </Text>
          {one.stopLoss !== null && (
            <Text size="sm" className="figures">
              {m.recommendations_card_levels({
                entry: price(one.entryPrice),
                stop: price(one.stopLoss),
                target: price(one.takeProfit),
              })}
            </Text>
          )}
          {one.worstCasePct !== null && (
            <Text size="sm">{m.recommendations_worst_case_of({ change: change(one.worstCasePct) })}</Text>
          )}
          <Text size="sm">{one.justification}</Text>
          <RecordText record={one.record} />
        </li>
      ))}
    </ul>
  );
}
