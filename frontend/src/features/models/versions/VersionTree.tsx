import { Button, Card, Group, Text, Title } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { MadeByDag } from "@/shared/components/MadeByDag";
import { Pill } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { skill } from "@/shared/format/numbers";
import { horizonOf } from "@/shared/format/targets";
import { ago, time } from "@/shared/format/times";
import { HORIZONS } from "@/shared/horizons";
import { ChampionPill } from "./ChampionPill";
import { useVersions, type Version } from "./queries";
import { ResearchPill } from "./ResearchPill";
import { type Line, treeOf } from "./tree";
import classes from "./VersionTree.module.css";

const SHOWN = 3;

/** The versions of the models by line, with parents, groups and champions. */
export function VersionTree() {
  const versions = useVersions();
  return (
    <Card mb="md">
      <Title order={2} size="h4" mb={4}>
        {m.models_versions()}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {m.models_each_training_run_makes_a_version()}
      </Text>
      <Loaded
        query={versions}
        what={m.models_the_versions()}
        skeleton={<SkeletonLines lines={3} height={24} />}
      >
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={m.models_no_versions_yet()}>
              <MadeByDag dag="vn30_model_training">{m.models_the_next_training_run_records_one()}</MadeByDag>
            </Empty>
          ) : (
            <ul className={classes.tree} aria-label={m.models_versions_of_the_models()}>
              {treeOf(data).map((line) => (
                <LineItem key={`${line.universe}/${line.name}`} line={line} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function LineItem({ line }: { line: Line }) {
  const [all, setAll] = useState(false);
  const champions = line.versions.filter(({ championAt }) => championAt.length > 0);
  const newest = line.versions.slice(0, SHOWN);
  const shown = all ? line.versions : [...new Set([...newest, ...champions])];
  const hidden = line.versions.length - shown.length;
  return (
    <li className={classes.line}>
      <Group gap="xs">
        <Text fw={650} size="sm">
          {m.models_line_of({ name: line.name })}
        </Text>
        <Text size="sm" c="dimmed">
          {line.universe === "vn30" ? m.models_all_vn30() : line.universe.replaceAll(",", ", ")}
        </Text>
      </Group>
      <ul>
        {shown.map((version) => (
          <VersionItem key={version.version} version={version} />
        ))}
        {hidden > 0 && (
          <li>
            <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
              {m.models_show_earlier({ hidden })}
            </Button>
          </li>
        )}
        {line.children.map((child) => (
          <LineItem key={child.name} line={child} />
        ))}
      </ul>
    </li>
  );
}

function VersionItem({ version }: { version: Version }) {
  return (
    <li className={classes.version}>
      <TextLink to="/models/versions/$version" params={{ version: version.version }} fw={650}>
        {version.version}
      </TextLink>
      <ChampionPill at={version.championAt} />
      <ResearchPill version={version} />
      {version.parent && <Pill tone="quiet">{m.models_child_of({ parent: version.parent })}</Pill>}
      {version.groupId && (
        <Pill tone="quiet">{m.models_group_2({ groupId: version.groupId.slice(0, 8) })}</Pill>
      )}
      <Text span inherit c="dimmed" title={time(version.trainedAt)}>
        {m.models_session_trained_configuration_v({
          asOf: version.asOf,
          trainedAt: ago(version.trainedAt),
          configVersion: version.configVersion,
        })}
      </Text>
      <Text
        span
        inherit
        className="figures"
        style={{ whiteSpace: "normal" }}
        title={m.models_1_error_error_of_the_naive()}
      >
        {m.models_skill_by_horizon({
          horizons: HORIZONS.map((horizon) => horizonOf(version, horizon)).join(" / "),
          values: HORIZONS.map((horizon) => skill(version.scores[horizon]?.skill)).join(" / "),
        })}
      </Text>
    </li>
  );
}
