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
            name: m.shared_selected_feature(),
            of: (row) => <FeatureName feature={row.feature} descriptions={descriptions} />,
          },
          { name: m.shared_pooled_folds(), of: (row) => someOf(row.pooledFolds, pooledFolds) },
          {
            name: m.shared_pooled_forecast(),
            isWords: true,
            of: (row) => (row.pooledFinal ? m.shared_yes() : m.shared_no()),
          },
          { name: m.shared_tickers_folds(), of: (row) => someOf(row.tickerFolds, tickerFolds) },
          { name: m.shared_tickers_forecast(), of: (row) => someOf(row.tickerFinals, tickers) },
        ]}
      />
    </Box>
  );
}

function someOf(some: number, all: number): string {
  return m.shared_some_of({ some: count(some), all: count(all) });
}
