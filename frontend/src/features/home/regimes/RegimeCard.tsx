import { Button, Card, Group, Skeleton, Text, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { m } from "@/paraglide/messages";
import { Empty, Loaded } from "@/shared/components/LoadState";
import { Pill, type Tone } from "@/shared/components/Pill";
import { Sentence, slot } from "@/shared/components/Sentence";
import { type SessionRegime, useRegimes } from "./queries";
import { isKnown, type KnownState, STATES, sessionsInState, TRENDS, VOLATILITIES } from "./regimes";

/** Three years, in sessions. */
const SESSIONS = 750;
const TONES: Record<KnownState, Tone> = { calm: "up", usual: "middling", wild: "down" };

// The chart library is loaded when the chart is asked for.
const RegimeChart = lazy(() => import("./RegimeChart").then((module) => ({ default: module.RegimeChart })));

/** The state of the market after the newest session, and on request the chart of the sessions before. */
export function RegimeCard() {
  const query = useRegimes(SESSIONS);
  const [open, setOpen] = useState(false);
  return (
    <Card component="section" aria-labelledby="regime">
      <Group justify="space-between">
        <Title order={2} size="h4" id="regime">
          {m.home_market_regime()}
        </Title>
        {query.data !== undefined && query.data.sessions.length > 0 && (
          <Button variant="subtle" size="compact-sm" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? m.home_hide_the_chart() : m.home_show_the_chart()}
          </Button>
        )}
      </Group>
      <Loaded query={query} what={m.home_the_regimes()} skeleton={<Skeleton height={24} />}>
        {({ sessions }) => {
          const newest = sessions.at(-1);
          if (newest === undefined)
            return (
              <Empty title={m.home_no_regimes_yet()}>{m.home_a_training_run_computes_them_from()}</Empty>
            );
          return (
            <>
              <Newest session={newest} sessions={sessions} />
              {open && (
                <Suspense fallback={<Skeleton height={320} />}>
                  <RegimeChart sessions={sessions} />
                </Suspense>
              )}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}

function Newest({ session, sessions }: { session: SessionRegime; sessions: SessionRegime[] }) {
  const { state, volatility, trend } = session;
  const count = sessionsInState(sessions);
  return (
    <Text size="sm" c="dimmed" mb="xs">
      {isKnown(state) ? (
        <Sentence
          text={m.home_regime_since({
            state: slot("state"),
            count,
            volatility: VOLATILITIES[volatility],
            trend: TRENDS[trend],
          })}
          slots={{ state: <Pill tone={TONES[state]}>{STATES[state].label}</Pill> }}
        />
      ) : (
        m.home_regime_unknown({ volatility: VOLATILITIES[volatility], trend: TRENDS[trend] })
      )}{" "}
      {m.home_regime_no_forecast({ date: session.date })}
    </Text>
  );
}
