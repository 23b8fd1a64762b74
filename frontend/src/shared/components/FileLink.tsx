import { Anchor } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { Schemas } from "@/api/client";
import { fileSize } from "@/shared/format/fileSize";

type File = Schemas["ArtifactFile"];

const NAMES: Record<File["type"], string> = {
  evaluation_png: "Evaluation plot",
  future_png: "Forecast plot",
  model_pkl: "Model (pickle)",
  scaler_pkl: "Scaler (pickle)",
  future_predictions_csv: "Forecasts (CSV)",
  backtest_parquet: "Back-test (Parquet)",
  trades_csv: "Trades (CSV)",
  equity_parquet: "Equity (Parquet)",
  tear_sheet_png: "Tear sheet (picture)",
  tear_sheet_html: "Tear sheet (page)",
  lake_parquet: "Data (Parquet)",
};

/** A stored file as a link that downloads it. */
export function FileLink({ file: { type, url, sizeBytes, sha256 } }: { file: File }) {
  return (
    <Anchor href={url} download size="sm" title={sha256 ? `SHA-256 ${sha256}` : undefined}>
      <IconDownload size={14} aria-hidden /> {NAMES[type]}
      {sizeBytes !== null && `, ${fileSize(sizeBytes)}`}
    </Anchor>
  );
}
