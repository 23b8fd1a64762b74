import { Alert, Card, Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useUser } from "@/api/session";
import { FactList } from "@/shared/components/FactList";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { PageTitle } from "@/shared/components/PageTitle";
import { TextLink } from "@/shared/components/TextLink";
import { time } from "@/shared/format/times";
import { inWords } from "@/shared/format/words";
import { ChampionPill } from "./ChampionPill";
import { PromoteButton, RollBackButton } from "./DecisionButton";
import { DeleteButton } from "./DeleteButton";
import { Members } from "./Members";
import { useVersion, type VersionDetail } from "./queries";
import { Residuals } from "./Residuals";
import { ScoresTable } from "./ScoresTable";
import { Tenures } from "./Tenures";

const route = getRouteApi("/shell/models/versions/$version");
const MB = 1e6;

/** A version of the models: scores, residuals, members, lineage, files and tenures, and decisions on it. */
export function VersionPage() {
  const { version } = route.useParams();
  const detail = useVersion(version);
  return (
    <>
      <Text size="sm" mb={4}>
        <TextLink to="/models">Models</TextLink>
      </Text>
      <PageTitle>Version {version}</PageTitle>
      <Loaded query={detail} what="The version" skeleton={<SkeletonLines lines={12} height={32} />}>
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
            {version.championAt.length > 0 ? (
              <ChampionPill at={version.championAt} />
            ) : (
              <Text size="sm">Not champion at any horizon</Text>
            )}
          </Group>
          <Group gap="xs">
            <PromoteButton version={version} />
            <RollBackButton version={version} />
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
            ["Session", version.asOf],
            ["Trained", time(version.trainedAt)],
            ["Universe", version.universe === "vn30" ? "all VN30" : version.universe.replaceAll(",", ", ")],
            ["Tickers", String(version.tickers)],
            ["Line", `of ${version.line}`],
            ["Parent", version.parent],
            ["Group", version.groupId],
            ["Configuration", `v${version.configVersion}`],
            ["Owner", version.owner],
            [
              "Training run",
              <TextLink key="run" inherit to="/training" search={{ tab: "runs", run: version.runId }}>
                {version.runId.slice(0, 8)}
              </TextLink>,
            ],
            ["Parameters", version.paramsHash.slice(0, 12)],
            ["Data", version.dataVersion?.slice(0, 12)],
            ["Code", version.codeVersion?.slice(0, 12)],
            ["Notes", version.notes],
          ]}
        />
      </Card>
      <Section title="Scores">
        <ScoresTable version={version} />
      </Section>
      <Section title="Residuals">
        <Residuals version={version} />
      </Section>
      <Section title="Members">
        <Members version={version} />
      </Section>
      <Section title="Champion history">
        <Tenures tenures={version.tenures} />
      </Section>
      <Section title="Related versions">
        <Relatives version={version} />
      </Section>
      <Section title="Files">
        <Files version={version} />
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

const RELATIONS = { line: "same line", group: "same group", child: "child" };

function Relatives({ version }: { version: VersionDetail }) {
  if (version.relatives.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        It is the only one of its line, and has no children.
      </Text>
    );
  }
  return (
    <Group gap="sm">
      {version.relatives.map((other) => (
        <Group key={other.version} gap={6}>
          <TextLink to="/models/versions/$version" params={{ version: other.version }} fw={650}>
            {other.version}
          </TextLink>
          <ChampionPill at={other.championAt} />
          <Text size="sm" c="dimmed">
            {RELATIONS[other.relation]}, session {other.asOf}
          </Text>
        </Group>
      ))}
    </Group>
  );
}

function Files({ version }: { version: VersionDetail }) {
  if (version.files.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Retention has removed them; forecasts and scores stay on record.
      </Text>
    );
  }
  return (
    <>
      <FactList
        wide
        facts={version.files.map(({ type, files, sizeBytes }) => [
          inWords(type),
          `${files} files, ${(sizeBytes / MB).toFixed(1)} MB`,
        ])}
      />
      <Text size="sm" c="dimmed" mt="xs">
        The training run lists them by ticker, each with a link.
      </Text>
    </>
  );
}
