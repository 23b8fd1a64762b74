import { Button, Stack, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { BelowNaivePill } from "@/shared/components/BelowNaivePill";
import { Change, Mape } from "@/shared/components/figures";
import { StatePill } from "@/shared/components/Pill";
import { stateName } from "@/shared/components/states";
import { TextLink } from "@/shared/components/TextLink";
import { change, percent, skill } from "@/shared/format/numbers";
import { ago, time } from "@/shared/format/times";
import { HORIZONS, type Horizon } from "@/shared/horizons";
import type { DataColumn, DataColumns } from "@/shared/table/columns";
import type { Model } from "./queries";

/**
 * The columns of the specification, with the naive forecast's error and the skill below each MAPE.
 *
 * @param view shows the plot of a ticker.
 */
export function columnsWith(view: (ticker: string) => void): DataColumns<Model> {
  return [
    {
      id: "ticker",
      name: m.models_ticker(),
      of: ({ ticker }) => (
        <TextLink to="/stocks/$ticker" params={{ ticker }} fw={650}>
          {ticker}
        </TextLink>
      ),
      value: ({ ticker }) => ticker,
    },
    {
      id: "last_trained",
      name: m.models_last_trained(),
      isWords: true,
      of: (model) => (
        <Stack gap={2} align="flex-start">
          <Text span size="sm" title={time(model.lastTrained)}>
            {ago(model.lastTrained)}
          </Text>
          <StatePill state={model.state} />
          {model.belowNaive && <BelowNaivePill />}
        </Stack>
      ),
      value: ({ lastTrained }) => lastTrained,
      words: ({ state }) => stateName(state),
    },
    ...HORIZONS.map(errorOf),
    ...HORIZONS.map(forecastOf),
    {
      id: "view",
      name: m.models_evaluation(),
      of: ({ ticker, plotUrl }) => (
        <Button
          size="compact-sm"
          variant="default"
          disabled={plotUrl === null}
          aria-haspopup="dialog"
          aria-label={m.models_view_the_evaluation_of({ ticker })}
          onClick={() => view(ticker)}
        >
          {m.models_view()}
        </Button>
      ),
    },
  ];
}

function errorOf(horizon: Horizon): DataColumn<Model> {
  return {
    id: `mape_${horizon}`,
    name: m.models_mape({ horizon: horizon.toUpperCase() }),
    of: (model) => (
      <Stack gap={2} align="flex-end">
        <Mape value={model.mape[horizon]} />
        <Text span size="xs" c="dimmed">
          {m.models_naive_2({ horizon: percent(model.naiveMape[horizon]) })}
        </Text>
        <Text
          span
          size="xs"
          c="dimmed"
          title={m.models_verdict_title({ verdict: verdictWords(model.verdict[horizon]) })}
        >
          {m.models_skill_2({ horizon: skill(model.skill[horizon]) })}
        </Text>
      </Stack>
    ),
    value: ({ mape }) => mape[horizon],
  };
}

function forecastOf(horizon: Horizon): DataColumn<Model> {
  return {
    id: `pred_${horizon}`,
    name: m.models_pred({ horizon: horizon.toUpperCase() }),
    of: ({ predictions, lower, upper }) => (
      <Stack gap={2} align="flex-end">
        <Change value={predictions[horizon]} arrow digits={2} />
        <Text span size="xs" c="dimmed">
          {change(lower[horizon])} … {change(upper[horizon])}
        </Text>
      </Stack>
    ),
    value: ({ predictions }) => predictions[horizon],
  };
}

function verdictWords(verdict: string | null | undefined): string {
  if (verdict == null) return m.models_not_known();
  return verdict === "proven" ? m.models_proven() : m.models_not_proven();
}
