import { Card, Group, Text, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Pill } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { fileSize } from "@/shared/format/fileSize";
import { count } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";

/** A data set and its versions; the name of a version lists its files. */
export function DatasetCard({ dataset: { dataset, title, versions } }: { dataset: Schemas["LakeDataset"] }) {
  return (
    <Card component="section" aria-label={dataset} mb="md">
      <Group gap="sm" mb={4}>
        <Title order={2} size="h4">
          {dataset}
        </Title>
        {versions.some(({ market }) => market === "simulated") && (
          <Pill tone="middling">{m.data_simulated()}</Pill>
        )}
      </Group>
      <Text size="sm" c="dimmed" data-from-api>
        {title}
      </Text>
      <FigureTable
        caption={m.data_newest_first_the_catalog_names_the()}
        minWidth={820}
        rows={versions}
        keyOf={({ version }) => version}
        columns={[
          {
            name: m.data_version(),
            of: ({ versionId, version }) => (
              <TextLink to="/data" search={{ tab: "lake", version: versionId }} resetScroll={true}>
                {version}
              </TextLink>
            ),
          },
          {
            name: m.data_state(),
            isWords: true,
            of: ({ isCurrent }) =>
              isCurrent ? (
                <Pill tone="up">{m.data_current()}</Pill>
              ) : (
                <Pill tone="quiet">{m.data_replaced()}</Pill>
              ),
          },
          { name: m.data_read_as_of(), of: ({ versionAsOf }) => versionAsOf },
          { name: m.data_checked_as_of(), of: ({ checkedAsOf }) => checkedAsOf },
          { name: m.data_rows(), of: ({ rows }) => count(rows) },
          { name: m.data_files(), of: ({ files }) => count(files) },
          { name: m.data_size(), of: ({ sizeBytes }) => fileSize(sizeBytes) },
          { name: m.data_published(), isWords: true, of: ({ publishedAt }) => time(publishedAt) },
        ]}
      />
    </Card>
  );
}
