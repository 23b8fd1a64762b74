import { Alert, Card, Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useUser } from "@/api/session";
import { m } from "@/paraglide/messages";
import { ReliabilityDiagrams } from "@/shared/charts/ReliabilityDiagrams";
import { FactList } from "@/shared/components/FactList";
import { FeaturesCard } from "@/shared/components/features/FeaturesCard";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { PageTitle } from "@/shared/components/PageTitle";
import { TextLink } from "@/shared/components/TextLink";
import { targetOf } from "@/shared/format/targets";
import { time } from "@/shared/format/times";
import { ChampionPill } from "./ChampionPill";
import { PromoteButton, RollBackButton } from "./DecisionButton";
import { DeleteButton } from "./DeleteButton";
import { Files } from "./Files";
import { Members } from "./Members";
import { useVersion, type VersionDetail } from "./queries";
import { Relatives } from "./Relatives";
import { ResearchPill } from "./ResearchPill";
import { Residuals } from "./Residuals";
import { ScoresTable } from "./ScoresTable";
import { SlicesTable } from "./SlicesTable";
import { Tenures } from "./Tenures";

const route = getRouteApi("/shell/models/versions/$version");

/** A version of the models: scores, residuals, members, lineage, files and tenures, and decisions on it. */
export function VersionPage() {
  const { version } = route.useParams();
  const detail = useVersion(version);
  return (
    <>
      <Text size="sm" mb={4}>
        <TextLink to="/models">{m.models_models()}</TextLink>
      </Text>
      <PageTitle>{m.models_version({ version })}</PageTitle>
      <Loaded
        query={detail}
        what={m.models_the_version()}
        skeleton={<SkeletonLines lines={12} height={32} />}
      >
        {(loaded) => <Detail key={loaded.version} version={loaded} />}
      </Loaded>
    </>
  );
}

function Detail({ version }: { version: VersionDetail }) {
  const user = useUser();
  return (
    <Stack>
      <Card>
        <Group justify="space-between" mb="sm">
          <Group gap="xs">
            <Standing version={version} />
          </Group>
          <Group gap="xs">
            {!version.isResearch && (
              <>
                <PromoteButton version={version} />
                <RollBackButton version={version} />
              </>
            )}
            {user?.role === "admin" && <DeleteButton version={version} />}
          </Group>
        </Group>
        {version.suspicions.map((suspicion) => (
          <Alert key={suspicion} color="red" mb="xs">
            {suspicion}
          </Alert>
        ))}
        <FactList
          wide
          facts={[
            [m.models_session_2(), version.asOf],
            [m.models_trained(), time(version.trainedAt)],
            [
              m.models_universe(),
              version.universe === "vn30" ? m.models_all_vn30() : version.universe.replaceAll(",", ", "),
            ],
            [m.models_tickers(), String(version.tickers)],
            [m.models_target(), targetOf(version)],
            [m.models_line(), m.models_of({ line: version.line })],
            [m.models_parent(), version.parent && <VersionLink version={version.parent} />],
            [m.models_group(), version.groupId],
            [m.models_configuration(), `v${version.configVersion}`],
            [m.models_owner(), version.owner],
            [
              m.models_training_run(),
              <TextLink key="run" inherit to="/training" search={{ tab: "runs", run: version.runId }}>
                {version.runId.slice(0, 8)}
              </TextLink>,
            ],
            [m.models_parameters(), version.paramsHash.slice(0, 12)],
            [m.models_data(), version.dataVersion?.slice(0, 12)],
            [m.models_code(), version.codeVersion?.slice(0, 12)],
            [m.models_notes(), version.notes],
          ]}
        />
      </Card>
      <Section title={m.models_scores()}>
        <ScoresTable version={version} />
      </Section>
      <Section title={m.models_folds_and_market_regimes()}>
        <SlicesTable version={version} />
      </Section>
      <FeaturesCard runId={version.runId} />
      <Section title={m.models_reliability_of_the_ranks()}>
        <Reliability version={version} />
      </Section>
      <Section title={m.models_residuals()}>
        <Residuals version={version} />
      </Section>
      <Section title={m.models_members()}>
        <Members version={version} />
      </Section>
      <Section title={m.models_champion_history()}>
        <Tenures tenures={version.tenures} />
      </Section>
      <Section title={m.models_related_versions()}>
        <Relatives version={version} />
      </Section>
      <Section title={m.models_files()}>
        <Files version={version} />
      </Section>
    </Stack>
  );
}

/** At which horizons it is champion, or why it is at none. */
function Standing({ version }: { version: VersionDetail }) {
  if (version.isResearch) return <ResearchPill version={version} />;
  if (version.championAt.length === 0) return <Text size="sm">{m.models_not_champion_at_any_horizon()}</Text>;
  return <ChampionPill at={version.championAt} />;
}

function VersionLink({ version }: { version: string }) {
  return (
    <TextLink inherit to="/models/versions/$version" params={{ version }}>
      {version}
    </TextLink>
  );
}

function Reliability({ version: { ranks } }: { version: VersionDetail }) {
  if (Object.keys(ranks).length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {m.models_it_has_no_ranks_with_an()}
      </Text>
    );
  }
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {m.models_how_often_stocks_beat_the_vn30()}
      </Text>
      <ReliabilityDiagrams horizons={ranks} />
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
