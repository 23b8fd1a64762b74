import { Group, SimpleGrid, Text } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FileLink } from "@/shared/components/FileLink";
import { Plot } from "@/shared/components/Plot";

type File = Schemas["ArtifactFile"];

/** The plots of a ticker as pictures, and its files as links. */
export function StoredFiles(props: { ticker: string; files: File[]; onRenew: () => void }) {
  const plots = props.files.filter(({ type }) => type.endsWith("_png"));
  return (
    <>
      <SimpleGrid cols={{ base: 1, lg: 2 }} mb="sm">
        {plots.map(({ type, url }) => (
          <Plot
            key={url}
            url={url}
            text={
              type === "evaluation_png"
                ? `${props.ticker}: actual and predicted prices of the test part`
                : `${props.ticker}: the forecast after the last session`
            }
            onRenew={props.onRenew}
          />
        ))}
      </SimpleGrid>
      <Group gap="md">
        {props.files.map((file) => (
          <FileLink key={file.type} file={file} />
        ))}
      </Group>
      <Text size="sm" c="dimmed" mt={4}>
        {m.training_loading_a_pickle_executes_code_load()}
      </Text>
    </>
  );
}
