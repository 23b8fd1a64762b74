import { Anchor } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { fileSize } from "@/shared/format/fileSize";

type File = Schemas["ArtifactFile"];

const NAMES: Record<File["type"], string> = {
  evaluation_png: m.shared_evaluation_plot(),
  future_png: m.shared_forecast_plot(),
  model_pkl: m.shared_model_pickle(),
  scaler_pkl: m.shared_scaler_pickle(),
  future_predictions_csv: m.shared_forecasts_csv(),
  backtest_parquet: m.shared_back_test_parquet(),
  trades_csv: m.shared_trades_csv(),
  equity_parquet: m.shared_equity_parquet(),
  tear_sheet_png: m.shared_tear_sheet_picture(),
  tear_sheet_html: m.shared_tear_sheet_page(),
  lake_parquet: m.shared_data_parquet(),
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
