import { Button, Stack, Text } from "@mantine/core";
import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFns,
  tableFeatures,
} from "@tanstack/react-table";
import { Change, Mape } from "@/shared/figures";
import { ago, change, percent, skill, time } from "@/shared/format";
import { StatePill } from "@/shared/Pill";
import { TextLink } from "@/shared/TextLink";
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
 * @param view shows the plot of a ticker; must stay the same function, or all cells are made anew.
 */
export function columnsWith(view: (ticker: string) => void) {
  return column.columns([
    column.accessor("ticker", {
      header: "Ticker",
      cell: ({ row: { original: model } }) => (
        <TextLink to="/stocks/$ticker" params={{ ticker: model.ticker }} fw={650}>
          {model.ticker}
        </TextLink>
      ),
    }),
    column.accessor("lastTrained", {
      header: "Last Trained",
      cell: ({ row: { original: model } }) => (
        <Stack gap={2} align="flex-start">
          <Text span size="sm" className="figures" title={time(model.lastTrained)}>
            {ago(model.lastTrained)}
          </Text>
          <StatePill state={model.state} />
        </Stack>
      ),
    }),
    ...HORIZONS.map((horizon) =>
      column.accessor((model) => model.mape[horizon], {
        id: `mape-${horizon}`,
        header: `MAPE ${horizon.toUpperCase()}`,
        cell: ({ row: { original: model } }) => (
          <Stack gap={2} align="flex-start">
            <Mape value={model.mape[horizon]} />
            <Text span size="xs" c="dimmed" className="figures">
              naive {percent(model.naiveMape[horizon])}
            </Text>
            <Text
              span
              size="xs"
              c="dimmed"
              className="figures"
              title={`1 − MAE / MAE of the naive forecast; ${model.verdict[horizon] ?? "not known"}`}
            >
              skill {skill(model.skill[horizon])}
            </Text>
          </Stack>
        ),
      }),
    ),
    ...HORIZONS.map((horizon) =>
      column.accessor((model) => model.predictions[horizon], {
        id: `pred-${horizon}`,
        header: `Pred ${horizon.toUpperCase()}`,
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
      header: "Evaluation",
      cell: ({ row: { original: model } }) => (
        <Button
          size="compact-sm"
          variant="default"
          disabled={model.plotUrl === null}
          aria-label={`View the evaluation of ${model.ticker}`}
          onClick={() => view(model.ticker)}
        >
          View
        </Button>
      ),
    }),
  ]);
}
