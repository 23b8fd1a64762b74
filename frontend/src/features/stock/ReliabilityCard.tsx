import { Card, Text, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { ReliabilityPlot } from "@/shared/charts/ReliabilityPlot";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { count } from "@/shared/format/numbers";
import { useReliability } from "./queries";
import classes from "./ReliabilityCard.module.css";
import { HORIZONS } from "./search";

/** How often stocks beat the VN30 at each forecast chance: the same for all stocks, since one model ranks them. */
export function ReliabilityCard({ className }: { className?: string | undefined }) {
  const query = useReliability();
  return (
    <Card component="section" aria-labelledby="reliability" className={className}>
      <Title order={2} size="h4" id="reliability">
        How reliable are the ranks?
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        Past forecasts of all stocks, each made before its outcome was known. The order of the stocks is what
        can be forecast, and barely; the level of a price is not.
      </Text>
      <Loaded query={query} what="The reliability" skeleton={<SkeletonLines lines={3} height={60} />}>
        {({ horizons }) =>
          Object.keys(horizons).length === 0 ? (
            <Empty title="No ranks have an outcome yet">
              They need a pooled model and a year of past forecasts.
            </Empty>
          ) : (
            <ul className={classes.list}>
              {HORIZONS.map((horizon) => {
                const scores = horizons[`${horizon}d`];
                return (
                  scores && (
                    <li key={horizon}>
                      <Reliability name={`${horizon}D`} scores={scores} />
                    </li>
                  )
                );
              })}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function Reliability({ name, scores }: { name: string; scores: Schemas["RankScores"] }) {
  const gain = scores.baseRateBrier - scores.brier;
  return (
    <>
      <h3 className={classes.head}>{name}</h3>
      <ReliabilityPlot claim="beat the VN30" name={`Chance to beat the VN30, ${name}`} bins={scores.bins} />
      <dl className={classes.facts}>
        <dt>Brier score</dt>
        <dd>{scores.brier.toFixed(4)}</dd>
        <dt>Base rate's</dt>
        <dd>{scores.baseRateBrier.toFixed(4)}</dd>
        <dt>Gain</dt>
        <dd>
          {signed(gain)} ± {scores.brierGainError.toFixed(4)}
        </dd>
        <dt>Rank IC</dt>
        <dd>
          {signed(scores.rankIc, 3)} ± {scores.rankIcError.toFixed(3)}
        </dd>
        <dt>Forecasts</dt>
        <dd>{count(scores.forecasts)}</dd>
        <dt>Sessions</dt>
        <dd>
          {scores.firstSession} – {scores.lastSession}
        </dd>
      </dl>
    </>
  );
}

function signed(value: number, digits = 4): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;
}
