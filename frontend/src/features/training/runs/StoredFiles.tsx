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
                ? m.training_actual_and_predicted_prices_of_the({ ticker: props.ticker })
                : m.training_the_forecast_after_the_last_session({ ticker: props.ticker })
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
