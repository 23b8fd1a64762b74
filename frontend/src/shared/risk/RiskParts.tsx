import { Group, SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { PastFalls } from "./PastFalls";
import classes from "./Risk.module.css";
import { RiskFigures } from "./RiskFigures";
import { headline, loss, METHOD_WORDS, METHODS, type Method, type Risk } from "./risk";
import { TailTable } from "./TailTable";

const CHOICES = (Object.keys(METHODS) as Method[]).map((value) => ({ value, label: METHODS[value] }));

type Props = {
  risk: Risk;
  /** The name in sentences: a ticker, or "the portfolio". */
  subject: string;
  kind: "stock" | "portfolio";
  /** What is known beside the volatilities. */
  facts: [name: string, value: string][];
};

/** Volatility, ratios and liquidity; value at risk with its back-test; past falls. */
export function RiskParts({ risk, subject, kind, facts }: Props) {
  const [method, setMethod] = useState<Method>("filtered");
  return (
    <>
      <InWords risk={risk} subject={subject} />
      <div className={classes.parts}>
        <div>
          <h3 className={classes.head}>{m.shared_volatility_ratios_and_liquidity()}</h3>
          <RiskFigures risk={risk} facts={facts} />
        </div>
        <div>
          <Group justify="space-between" gap="xs">
            <h3 className={classes.head}>{m.shared_value_at_risk_and_its_back()}</h3>
            {risk.tails.length > 0 && (
              <SegmentedControl
                size="xs"
                aria-label={m.shared_method()}
                data={CHOICES}
                value={method}
                onChange={(value) => setMethod(value as Method)}
              />
            )}
          </Group>
          {risk.tails.length > 0 ? (
            <>
              <Text size="sm" c="dimmed">
                {METHOD_WORDS[method]}
              </Text>
              <TailTable tails={risk.tails.filter((tail) => tail.method === method)} />
            </>
          ) : (
            <Text size="sm" c="dimmed">
              {m.shared_a_value_at_risk_needs_500()}
            </Text>
          )}
        </div>
        <div>
          <h3 className={classes.head}>{m.shared_past_falls()}</h3>
          <PastFalls risk={risk} kind={kind} />
        </div>
      </div>
    </>
  );
}

function InWords({ risk, subject }: { risk: Risk; subject: string }) {
  const tail = headline(risk);
  const stale = risk.session !== risk.asOf && ` ${m.shared_computed_after({ session: risk.session })}`;
  return (
    <Text size="sm" mb="sm">
      {tail?.valueAtRisk == null
        ? m.shared_risk_unknown_of({ subject })
        : m.shared_risk_in_words({
            subject,
            loss: loss(tail.valueAtRisk),
            beyond: loss(tail.expectedShortfall),
          })}
      {tail?.backtest &&
        ` ${m.shared_risk_came_true({ sessions: tail.backtest.outcomes, times: tail.backtest.exceptions, expected: Math.round(tail.backtest.expected) })}`}
      {stale}
    </Text>
  );
}
