import { Card, Group, Text, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { refusalOf } from "@/api/errors";
import { m } from "@/paraglide/messages";
import { BelowNaivePill } from "@/shared/components/BelowNaivePill";
import { Mape } from "@/shared/components/figures";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { StatePill } from "@/shared/components/Pill";
import { count, percent, share, skill } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import table from "@/shared/table.module.css";
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
    <table className={table.compact}>
      <caption>{m.stock_prices_inside_the_80_interval_all()}</caption>
      <thead>
        <tr>
          <th scope="col">{m.stock_horizon()}</th>
          <th scope="col">{m.stock_calm()}</th>
          <th scope="col">{m.stock_volatile()}</th>
        </tr>
      </thead>
      <tbody>
        {known.map((score) => (
          <tr key={score.horizon}>
            <th scope="row">{m.stock_days_ahead({ days: score.horizon })}</th>
            <td>{share(score.coverageCalm, score.coverageCalmError)}</td>
            <td>{share(score.coverageVolatile, score.coverageVolatileError)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Scores = Record<
  string,
  { mapePct: number; naiveMapePct: number; skill: number | null; forecasts?: number }
>;

function Accuracy({ caption, scores }: { caption: string; scores: Scores }) {
  const counted = Object.values(scores).some((score) => score.forecasts !== undefined);
  return (
    <table className={table.compact}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{m.stock_mape()}</th>
          <th scope="col">{m.stock_naive()}</th>
          <th scope="col">{m.stock_skill()}</th>
          {counted && <th scope="col">{m.stock_forecasts()}</th>}
        </tr>
      </thead>
      <tbody>
        {HORIZONS.map((horizon) => {
          const score = scores[`${horizon}d`];
          return (
            score && (
              <tr key={horizon}>
                <th scope="row">
                  <Mape value={score.mapePct} label={`${horizon}D`} />
                </th>
                <td>{percent(score.naiveMapePct)}</td>
                <td>{skill(score.skill)}</td>
                {counted && <td>{count(score.forecasts)}</td>}
              </tr>
            )
          );
        })}
      </tbody>
    </table>
  );
}
