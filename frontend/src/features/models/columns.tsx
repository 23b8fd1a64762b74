import { Button, Stack, Text } from "@mantine/core";
import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFns,
  tableFeatures,
} from "@tanstack/react-table";
import { m } from "@/paraglide/messages";
import { BelowNaivePill } from "@/shared/components/BelowNaivePill";
import { Change, Mape } from "@/shared/components/figures";
import { StatePill } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { change, percent, skill } from "@/shared/format/numbers";
import { ago, time } from "@/shared/format/times";
import type { Model } from "./queries";

export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns,
});

const HORIZONS = ["7d", "15d", "30d"] as const;
const column = createColumnHelper<typeof features, Model>();

/**
 * The columns of the specification, with the naive forecast's error and the skill below each MAPE.
 *
 * @param view shows the plot of a ticker; must be the same function each time, or all cells remount.
 */
export function columnsWith(view: (ticker: string) => void) {
  return column.columns([
    column.accessor("ticker", {
      header: m.models_ticker(),
      cell: ({ row: { original: model } }) => (
        <TextLink to="/stocks/$ticker" params={{ ticker: model.ticker }} fw={650}>
          {model.ticker}
        </TextLink>
      ),
    }),
    column.accessor("lastTrained", {
      header: m.models_last_trained(),
      cell: ({ row: { original: model } }) => (
        <Stack gap={2} align="flex-start">
          <Text span size="sm" className="figures" title={time(model.lastTrained)}>
            {ago(model.lastTrained)}
          </Text>
          <StatePill state={model.state} />
          {model.belowNaive && <BelowNaivePill />}
        </Stack>
      ),
    }),
    ...HORIZONS.map((horizon) =>
      column.accessor((model) => model.mape[horizon], {
        id: `mape-${horizon}`,
        header: m.models_mape({ horizon: horizon.toUpperCase() }),
        cell: ({ row: { original: model } }) => (
          <Stack gap={2} align="flex-start">
            <Mape value={model.mape[horizon]} />
            <Text span size="xs" c="dimmed" className="figures">
              {m.models_naive_2({ horizon: percent(model.naiveMape[horizon]) })}
            </Text>
            <Text
              span
              size="xs"
              c="dimmed"
              className="figures"
              title={m.models_verdict_title({ verdict: verdictWords(model.verdict[horizon]) })}
            >
              {m.models_skill_2({ horizon: skill(model.skill[horizon]) })}
            </Text>
          </Stack>
        ),
      }),
    ),
    ...HORIZONS.map((horizon) =>
      column.accessor((model) => model.predictions[horizon], {
        id: `pred-${horizon}`,
        header: m.models_pred({ horizon: horizon.toUpperCase() }),
        cell: ({ row: { original: model } }) => (
          <Stack gap={2} align="flex-start">
            <Change value={model.predictions[horizon]} arrow digits={2} />
            <Text span size="xs" c="dimmed" className="figures">
              {change(model.lower[horizon])} … {change(model.upper[horizon])}
            </Text>
          </Stack>
        ),
      }),
    ),
    column.display({
      id: "view",
      header: m.models_evaluation(),
      cell: ({ row: { original: model } }) => (
        <Button
          size="compact-sm"
          variant="default"
          disabled={model.plotUrl === null}
          aria-haspopup="dialog"
          aria-label={m.models_view_the_evaluation_of({ ticker: model.ticker })}
          onClick={() => view(model.ticker)}
        >
          {m.models_view()}
        </Button>
      ),
    }),
  ]);
}

function verdictWords(verdict: string | null | undefined): string {
  if (verdict == null) return m.models_not_known();
  return verdict === "proven" ? m.models_proven() : m.models_not_proven();
}
