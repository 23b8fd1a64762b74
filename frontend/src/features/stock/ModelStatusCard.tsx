import { Card, Group, Text, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { refusalOf } from "@/api/errors";
import { m } from "@/paraglide/messages";
import { BelowNaivePill } from "@/shared/components/BelowNaivePill";
import { FigureTable } from "@/shared/components/FigureTable";
import { Mape } from "@/shared/components/figures";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { StatePill } from "@/shared/components/Pill";
import { count, percent, share, skill } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import classes from "./ModelStatusCard.module.css";
import { useModelStatus } from "./queries";
import { HORIZONS } from "./search";

/** The age of the stock's model and its errors, beside those of the naive forecast. */
export function ModelStatusCard({ ticker, className }: { ticker: string; className?: string | undefined }) {
  const query = useModelStatus(ticker);
  return (
    <Card component="section" aria-labelledby="model-status" className={className}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="model-status">
          {m.stock_model_status()}
        </Title>
        {query.data && (
          <Group gap={6}>
            {query.data.belowNaive && <BelowNaivePill />}
            <StatePill state={query.data.state} />
          </Group>
        )}
      </Group>
      {refusalOf(query.error) === "no_model" ? (
        <Empty title={m.stock_no_model_of({ ticker })}>{m.stock_the_next_training_run_creates_it()}</Empty>
      ) : (
        <Loaded query={query} what={m.stock_the_model_status()} skeleton={<SkeletonLines lines={5} />}>
          {(status) => <Status status={status} />}
        </Loaded>
      )}
    </Card>
  );
}

function Status({ status: { lastUpdatedAt, metrics, live } }: { status: Schemas["ModelStatus"] }) {
  const headline = metrics["7d"];
  return (
    <>
      <Text size="sm">
        {m.stock_last_updated()} <time dateTime={lastUpdatedAt}>{time(lastUpdatedAt)}</time>
      </Text>
      <Text size="sm" c="dimmed" mb="sm">
        {m.stock_from_latest_training_run()}
      </Text>
      {headline && (
        <p className={classes.headline}>
          <Mape value={headline.mapePct} label={m.stock_mape_7d()} />
          <span>{m.stock_naive_mape({ mape: percent(headline.naiveMapePct) })}</span>
        </p>
      )}
      <Accuracy caption={m.stock_on_the_test_part_beside_the()} scores={metrics} />
      <Coverage scores={metrics} />
      {Object.keys(live).length > 0 && (
        <Accuracy caption={m.stock_of_published_forecasts_whose_session_has()} scores={live} />
      )}
    </>
  );
}

/** How often the interval held in calm and in volatile times, over all stocks. */
function Coverage({ scores }: { scores: Schemas["ModelStatus"]["metrics"] }) {
  const known = HORIZONS.flatMap((horizon) => {
    const score = scores[`${horizon}d`];
    return score && score.coverageCalm !== null ? [{ horizon, ...score }] : [];
  });
  if (known.length === 0) return null;
  return (
    <FigureTable<(typeof known)[number]>
      caption={m.stock_prices_inside_the_80_interval_all()}
      minWidth={240}
      rows={known}
      keyOf={({ horizon }) => String(horizon)}
      columns={[
        { name: m.stock_horizon(), of: ({ horizon }) => m.stock_days_ahead({ days: horizon }) },
        { name: m.stock_calm(), of: (score) => share(score.coverageCalm, score.coverageCalmError) },
        {
          name: m.stock_volatile(),
          of: (score) => share(score.coverageVolatile, score.coverageVolatileError),
        },
      ]}
    />
  );
}

type Scores = Record<
  string,
  { mapePct: number; naiveMapePct: number; skill: number | null; forecasts?: number }
>;

function Accuracy({ caption, scores }: { caption: string; scores: Scores }) {
  const counted = Object.values(scores).some((score) => score.forecasts !== undefined);
  const rows = HORIZONS.flatMap((horizon) => {
    const score = scores[`${horizon}d`];
    return score ? [{ horizon, ...score }] : [];
  });
  const forecasts = {
    name: m.stock_forecasts(),
    of: (score: (typeof rows)[number]) => count(score.forecasts),
  };
  return (
    <FigureTable<(typeof rows)[number]>
      caption={caption}
      minWidth={240}
      rows={rows}
      keyOf={({ horizon }) => String(horizon)}
      columns={[
        {
          name: m.stock_mape(),
          of: ({ horizon, mapePct }) => <Mape value={mapePct} label={`${horizon}D`} />,
        },
        { name: m.stock_naive(), of: ({ naiveMapePct }) => percent(naiveMapePct) },
        { name: m.stock_skill(), of: (score) => skill(score.skill) },
        ...(counted ? [forecasts] : []),
      ]}
    />
  );
}
