import { Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FactList } from "@/shared/components/FactList";
import { decimal } from "@/shared/format/numbers";
import { inWords } from "@/shared/format/words";
import type { VersionDetail } from "./queries";

const MB = 1e6;

const FILES: Readonly<Record<string, string>> = {
  model_pkl: m.models_file_model_pkl(),
  scaler_pkl: m.models_file_scaler_pkl(),
  evaluation_png: m.models_file_evaluation_png(),
  future_png: m.models_file_future_png(),
  future_predictions_csv: m.models_file_future_predictions_csv(),
  backtest_parquet: m.models_file_backtest_parquet(),
};

/** The stored files of a version by type. */
export function Files({ version }: { version: VersionDetail }) {
  if (version.files.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {m.models_retention_has_removed_them_forecasts_and()}
      </Text>
    );
  }
  return (
    <>
      <FactList
        wide
        facts={version.files.map(({ type, files, sizeBytes }) => [
          FILES[type] ?? inWords(type),
          m.models_files_mb({ files, sizeBytes: decimal(sizeBytes / MB, 1) }),
        ])}
      />
      <Text size="sm" c="dimmed" mt="xs">
        {m.models_the_training_run_lists_them_by()}
      </Text>
    </>
  );
}
