import { Group, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { TextLink } from "@/shared/components/TextLink";
import { ChampionPill } from "./ChampionPill";
import type { VersionDetail } from "./queries";

const RELATIONS = { line: m.models_same_line(), group: m.models_same_group(), child: m.models_child() };

/** The versions of the same line or group, and the children. */
export function Relatives({ version }: { version: VersionDetail }) {
  if (version.relatives.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {m.models_it_is_the_only_one_of()}
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
            {m.models_session({ relation: RELATIONS[other.relation], asOf: other.asOf })}
          </Text>
        </Group>
      ))}
    </Group>
  );
}
