import { Card, Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { m } from "@/paraglide/messages";
import { FactList } from "@/shared/components/FactList";
import { LabelPill } from "@/shared/components/LabelPill";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Pill } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { changeWithError, count, percent, share } from "@/shared/format/numbers";
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
            {one.ticker}, {horizon}, {one.profile}
          </Title>
          <LabelPill label={one.label} />
          {!one.isInTime && (
            <Pill tone="middling" title={m.recommendations_made_by_a_backfill_after_it()}>
              {m.recommendations_backfilled()}
            </Pill>
          )}
        </Group>
        <Text size="sm" c="dimmed" mb="sm">
          {one.name}, after the close of session {one.session}, to {one.targetDate}.{" "}
          <TextLink to="/stocks/$ticker" params={{ ticker: one.ticker }} inherit underline="always">
            {m.recommendations_stock_detail()}
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
      <Section title={`All for ${one.ticker} at ${horizon}`}>
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
  const kind = `${label} recommendations of the profile ${profile} at ${horizon.toUpperCase()}`;
  if (record === null || record.hitRate === null) {
    return <Text size="sm">No {kind} are judged yet: nothing confirms the confidence.</Text>;
  }
  return (
    <Text size="sm">
      Of {count(record.recommendations)} judged {kind}, after {count(record.sessions)} sessions,{" "}
      {share(record.hitRate, record.hitRateError)} came true; this one has a confidence of{" "}
      {percent(confidence === null ? null : 100 * confidence)}. Following them gained{" "}
      {changeWithError(record.gainPct, record.gainErrorPct)} against the VN30 after costs, on average.{" "}
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
