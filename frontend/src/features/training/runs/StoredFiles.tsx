import { Anchor, Group, SimpleGrid, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { Schemas } from "@/api/client";
import { fileSize } from "./fileSize";
import { Plot } from "./Plot";

type File = Schemas["ArtifactFile"];

const NAMES: Record<File["type"], string> = {
  evaluation_png: "Evaluation plot",
  future_png: "Forecast plot",
  model_pkl: "Model (pickle)",
  scaler_pkl: "Scaler (pickle)",
  future_predictions_csv: "Forecasts (CSV)",
  backtest_parquet: "Back-test (Parquet)",
};

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
        {props.files.map(({ type, url, sizeBytes, sha256 }) => (
          <Anchor key={type} href={url} download size="sm" title={sha256 ? `SHA-256 ${sha256}` : undefined}>
            <IconDownload size={14} aria-hidden /> {NAMES[type]}
            {sizeBytes !== null && `, ${fileSize(sizeBytes)}`}
          </Anchor>
        ))}
      </Group>
      <Text size="sm" c="dimmed" mt={4}>
        Loading a pickle executes code: load it only from a store that you trust.
      </Text>
    </>
  );
}
