import { Group } from "@mantine/core";
import { TextLink } from "@/shared/components/TextLink";

/** Links between the pages on recommendations. */
export function Subnavigation() {
  return (
    <Group component="nav" aria-label="Pages on recommendations" gap="md" mb="sm">
      <TextLink to="/recommendations" activeOptions={{ exact: true, includeSearch: false }}>
        Newest
      </TextLink>
      <TextLink to="/recommendations/track-record">Track record</TextLink>
      <TextLink to="/recommendations/profiles">Profiles</TextLink>
      <TextLink to="/recommendations/replays">Replays</TextLink>
    </Group>
  );
}
