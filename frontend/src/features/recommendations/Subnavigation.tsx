import { Group } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { TextLink } from "@/shared/components/TextLink";

/** Links between the pages on recommendations. */
export function Subnavigation() {
  return (
    <Group component="nav" aria-label={m.recommendations_pages_on_recommendations()} gap="md" mb="sm">
      <TextLink to="/recommendations" activeOptions={{ exact: true, includeSearch: false }}>
        {m.recommendations_newest()}
      </TextLink>
      <TextLink to="/recommendations/track-record">{m.recommendations_track_record()}</TextLink>
      <TextLink to="/recommendations/profiles">{m.recommendations_profiles()}</TextLink>
      <TextLink to="/recommendations/replays">{m.recommendations_replays()}</TextLink>
    </Group>
  );
}
