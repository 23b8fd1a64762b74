import { Card, Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { m } from "@/paraglide/messages";
import { FactList } from "@/shared/components/FactList";
import { LABELS as LABEL_NAMES, LabelPill } from "@/shared/components/LabelPill";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Pill } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { changeWithError, count, percent, share } from "@/shared/format/numbers";
import { profileName } from "@/shared/format/profiles";
import { RiskCard } from "@/shared/risk/RiskCard";
import { Frame } from "./Frame";
import { claimsOf, originOf } from "./facts";
import { History } from "./History";
import { LevelsPanel } from "./LevelsPanel";
import { outcomeWords } from "./outcome";
import { type Detail, useRecommendation } from "./queries";
import { Snapshot } from "./Snapshot";
import { Why } from "./Why";

const route = getRouteApi("/shell/recommendations/$recommendationId");

/** One recommendation: the label and why, confidence, prices, record, worst case, and what it was made from. */
export function RecommendationPage() {
  return (
    <Frame title={m.recommendations_recommendation()}>
      <Recommendation />
    </Frame>
  );
}

function Recommendation() {
  const { recommendationId } = route.useParams();
  const query = useRecommendation(recommendationId);
  return (
    <Loaded
      query={query}
      what={m.recommendations_the_recommendation()}
      skeleton={<SkeletonLines lines={12} height={32} />}
    >
      {(recommendation) => <Parts key={recommendation.id} of={recommendation} />}
    </Loaded>
  );
}

function Parts({ of: one }: { of: Detail }) {
  const horizon = one.horizon.toUpperCase();
  return (
    <Stack>
      <Card>
        <Group gap="xs" mb={4}>
          <Title order={2} size="h3">
            {m.recommendations_subject({ ticker: one.ticker, horizon, profile: profileName(one.profile) })}
          </Title>
          <LabelPill label={one.label} />
          {!one.isInTime && (
            <Pill tone="middling" title={m.recommendations_made_by_a_backfill_after_it()}>
              {m.recommendations_backfilled()}
            </Pill>
          )}
        </Group>
        <Text size="sm" c="dimmed" mb="sm">
          {m.recommendations_after_close_to({ name: one.name, session: one.session, target: one.targetDate })}{" "}
          <TextLink to="/stocks/$ticker" params={{ ticker: one.ticker }} inherit underline="always">
            {m.recommendations_stock_page()}
          </TextLink>
        </Text>
        <Why justification={one.justification} reasons={one.reasons} />
      </Card>
      <Section title={m.recommendations_what_it_claims_and_what_is()}>
        <FactList wide facts={claimsOf(one)} />
        {one.reasons.worstCase && (
          <Text size="sm" mt="sm">
            {one.reasons.worstCase.words}
          </Text>
        )}
      </Section>
      <Section title={m.recommendations_record_of_such_recommendations()}>
        <RecordOfSuch one={one} />
      </Section>
      <Section title={m.recommendations_prices_as_traded()}>
        <LevelsPanel recommendation={one} />
      </Section>
      <RiskCard ticker={one.ticker} />
      {one.outcome && (
        <Section title={m.recommendations_outcome()}>
          <Text size="sm">{outcomeWords(one.outcome)}</Text>
        </Section>
      )}
      <Section title={m.recommendations_what_it_was_made_from()}>
        <FactList wide facts={originOf(one)} />
        <Snapshot snapshot={one.snapshot} />
      </Section>
      <Section title={m.recommendations_all_for({ ticker: one.ticker, horizon })}>
        <History of={one} />
      </Section>
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card component="section" aria-label={title}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      {children}
    </Card>
  );
}

function RecordOfSuch({ one: { record, label, profile, horizon, confidence } }: { one: Detail }) {
  const kind = { label: LABEL_NAMES[label], profile: profileName(profile), horizon: horizon.toUpperCase() };
  if (record === null || record.hitRate === null) {
    return <Text size="sm">{m.recommendations_none_of_kind_judged(kind)}</Text>;
  }
  return (
    <Text size="sm">
      {m.recommendations_record_of_kind({
        ...kind,
        count: count(record.recommendations),
        sessions: count(record.sessions),
        hits: share(record.hitRate, record.hitRateError),
        confidence: percent(confidence === null ? null : 100 * confidence),
        gain: changeWithError(record.gainPct, record.gainErrorPct),
      })}{" "}
      <TextLink
        to="/recommendations/track-record"
        search={{ profile, horizon: horizon === "7d" ? undefined : horizon }}
        inherit
        underline="always"
      >
        {m.recommendations_track_record()}
      </TextLink>
    </Text>
  );
}
