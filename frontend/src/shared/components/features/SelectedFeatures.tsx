import { Box } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { count } from "@/shared/format/numbers";
import { FeatureName } from "./FeatureName";
import type { Features } from "./useFeatures";

/** How often each feature was selected; nothing without a selection. */
export function SelectedFeatures({ found }: { found: Features }) {
  const { selected, descriptions, pooledFolds, tickerFolds, tickers } = found;
  if (selected.length === 0) return null;
  return (
    <Box mt="md">
      <FigureTable
        caption={m.shared_how_many_fits_have_selected_a()}
        minWidth={480}
        rows={selected}
        keyOf={(row) => row.feature}
        columns={[
          {
            name: "Selected feature",
            of: (row) => <FeatureName feature={row.feature} descriptions={descriptions} />,
          },
          { name: "Pooled, folds", of: (row) => `${count(row.pooledFolds)} of ${count(pooledFolds)}` },
          { name: "Pooled, forecast", isWords: true, of: (row) => (row.pooledFinal ? "yes" : "no") },
          { name: "Tickers, folds", of: (row) => `${count(row.tickerFolds)} of ${count(tickerFolds)}` },
          { name: "Tickers, forecast", of: (row) => `${count(row.tickerFinals)} of ${count(tickers)}` },
        ]}
      />
    </Box>
  );
}
