import { Card, Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { AdviceNotice } from "@/shared/components/AdviceNotice";
import { ConsentGate } from "@/shared/components/ConsentGate";
import { FactList } from "@/shared/components/FactList";
import { CLAIMS, LabelPill } from "@/shared/components/LabelPill";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { PageTitle } from "@/shared/components/PageTitle";
import { TextLink } from "@/shared/components/TextLink";
import { VerdictPill } from "@/shared/components/VerdictPill";
import { change, changeWithError, count, percent, price, share } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import { History } from "./History";
import { LevelsPanel } from "./LevelsPanel";
import { outcomeWords } from "./outcome";
import { type Detail, useRecommendation } from "./queries";
import { Snapshot } from "./Snapshot";
import { Subnavigation } from "./Subnavigation";

const route = getRouteApi("/shell/recommendations/$id");

/** One recommendation: the label and why, confidence, prices, record, worst case, and what it was made from. */
export function RecommendationPage() {
  const { id } = route.useParams();
  const query = useRecommendation(id);
  return (
    <>
      <Subnavigation />
      <ConsentGate query={query}>
        <Loaded query={query} what="The recommendation" skeleton={<SkeletonLines lines={12} height={32} />}>
          {(recommendation) => <Parts key={recommendation.id} of={recommendation} />}
        </Loaded>
      </ConsentGate>
    </>
  );
}

function Parts({ of: one }: { of: Detail }) {
  return (
    <>
      <PageTitle tab={`${one.label} ${one.ticker}`} mb={4}>
        {one.ticker}, {one.horizon.toUpperCase()}, {one.profile}
      </PageTitle>
      <Group gap="xs" mb="sm">
        <LabelPill label={one.label} />
        <VerdictPill verdict={one.verdict} />
        <Text size="sm" c="dimmed">
          {one.name}, after the close of session {one.session}
          {one.targetDate !== null && `, to ${one.targetDate}`}
        </Text>
        <TextLink to="/stocks/$ticker" params={{ ticker: one.ticker }} size="sm">
          Stock Detail
        </TextLink>
      </Group>
      <AdviceNotice>{one.notice}</AdviceNotice>
      <Stack>
        <Section title="Why">
          <Text mb={one.reasons.length > 0 ? "xs" : 0}>{one.justification}</Text>
          <ul>
            {one.reasons.map(({ kind, text }) => (
              <li key={`${kind} ${text}`}>{text}</li>
            ))}
          </ul>
        </Section>
        <Section title="What it claims, and what is at stake">
          <FactList wide facts={claimsOf(one)} />
        </Section>
        <Section title="Record of such recommendations">
          <RecordOfSuch one={one} />
        </Section>
        <Section title="Prices as traded">
          <LevelsPanel recommendation={one} />
        </Section>
        {one.outcome && (
          <Section title="Outcome">
            <Text>{outcomeWords(one.label, one.outcome)}</Text>
          </Section>
        )}
        <Section title="What it was made from">
          <FactList wide facts={originOf(one)} />
          <Snapshot snapshot={one.snapshot} />
        </Section>
        <Section title={`Recommendations for ${one.ticker}`}>
          <History of={one} />
        </Section>
      </Stack>
    </>
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

function claimsOf(one: Detail): [string, ReactNode][] {
  return [
    ["Claim", CLAIMS[one.label]],
    ["Confidence", `${percent(100 * one.confidence)}: of 100 such claims about ${count(100 * one.confidence)} come true if the chances are right`],
    ["Expected return", change(one.expectedReturnPct, 2)],
    [
      "80 % interval",
      one.lowerReturnPct === null
        ? null
        : `${change(one.lowerReturnPct)} to ${change(one.upperReturnPct)}: one in five ends outside`,
    ],
    ["Costs", `${percent(one.costsPct, 2)} for a purchase and a sale, fees and tax`],
    ["Close", `${price(one.basePrice)} VND`],
    ["Entry", one.entryPrice && `${price(one.entryPrice)} VND, assumed at the next session's open`],
    ["Stop-loss", one.stopLoss && `${price(one.stopLoss)} VND`],
    ["Take-profit", one.takeProfit && `${price(one.takeProfit)} VND`],
    [
      "Worst case",
      one.worstCasePct === null
        ? null
        : `${change(one.worstCasePct)}: shares bought cannot be sold before they are settled (T+2), and a stock locked at its floor finds no buyer, so the price may fall through the stop`,
    ],
    ["Rank", one.vn30Rank && `${one.vn30Rank} of ${one.vn30Ranked} in the VN30`],
  ];
}

function RecordOfSuch({ one: { record, label, profile, horizon } }: { one: Detail }) {
  if (record === null || record.hitRate === null) {
    return (
      <Text size="sm">
        No {label} recommendation of the profile {profile} at {horizon.toUpperCase()} has been judged yet. What
        follows from its confidence is not confirmed.
      </Text>
    );
  }
  return (
    <Text size="sm">
      Of {count(record.judged)} judged {label} recommendations of the profile {profile} at{" "}
      {horizon.toUpperCase()}, {share(record.hitRate, record.hitRateError)} came true. Their mean return against
      the VN30 after costs was {changeWithError(record.excessPct, record.excessPctError)}.{" "}
      <TextLink
        to="/recommendations/track-record"
        search={{ profile, horizon: horizon === "7d" ? undefined : horizon }}
        inherit
      >
        Track record
      </TextLink>
    </Text>
  );
}

function originOf({ origin, modelVersion, reasonCode }: Detail): [string, ReactNode][] {
  return [
    ["Made", time(origin.madeAt)],
    ["As known", time(origin.knownAt)],
    ["State", origin.isCurrent ? "current" : "archived: a newer run has replaced it"],
    ["Model", modelVersion],
    ["Profiles", `version ${origin.profileVersion}`],
    ["Reason code", reasonCode],
    ["Code", origin.codeVersion?.slice(0, 12)],
    ["Inputs", origin.inputHash?.slice(0, 12)],
  ];
}
