import { Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import type { Features } from "./useFeatures";

type Props = { feature: string; descriptions: Features["descriptions"] };

/** A feature in words, with its identifier, by which files and the configuration name it. */
export function FeatureName({ feature, descriptions }: Props) {
  const description = descriptions[feature];
  if (!description) return feature;
  const { group, words } = description;
  return (
    <>
      {group === "Ranks" ? m.shared_rank_by({ words }) : words}{" "}
      <Text span size="xs" c="dimmed" fw={400}>
        {feature}
      </Text>
    </>
  );
}
