import { Card, Stack, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { TextLink } from "@/shared/components/TextLink";
import { wordsFor } from "@/shared/format/words";
import { Frame } from "./Frame";
import { type Compared, useComparison } from "./queries";
import { FigureRows } from "./result/FigureRows";
import { nameOf } from "./words";

const route = getRouteApi("/shell/simulations/comparison");

// The chart library is loaded with the chart.
const GrowthChart = lazy(() => import("./GrowthChart").then((module) => ({ default: module.GrowthChart })));

/** Up to five simulations side by side. */
export function ComparisonPage() {
  const { ids = [] } = route.useSearch();
  const comparison = useComparison(ids);
  return (
    <Frame title={m.simulations_comparison()}>
      {ids.length === 0 ? (
        <Card>
          <Empty title={m.simulations_nothing_to_compare()}>
            {m.simulations_choose_two_to_five_simulations_in()}
          </Empty>
        </Card>
      ) : (
        <Loaded
          query={comparison}
          what={m.simulations_the_comparison()}
          skeleton={<SkeletonLines lines={12} height={32} />}
        >
          {({ simulations, differences, isSamePeriod }) => (
            <Stack>
              {!isSamePeriod && (
                <Notice>{m.simulations_the_simulations_have_different_sessions_their()}</Notice>
              )}
              <Growth simulations={simulations} />
              <Card component="section" aria-label={m.simulations_figures()}>
                <Title order={2} size="h4" mb="xs">
                  {m.simulations_figures()}
                </Title>
                <FigureRows
                  columns={simulations.map(({ simulation, figures }) => ({
                    key: simulation.simulationId,
                    name: (
                      <TextLink
                        to="/simulations/$simulationId"
                        params={{ simulationId: simulation.simulationId }}
                      >
                        {nameOf(simulation)}
                      </TextLink>
                    ),
                    figures,
                  }))}
                />
              </Card>
              <Card component="section" aria-label={m.simulations_differences()}>
                <Title order={2} size="h4" mb="xs">
                  {m.simulations_differences()}
                </Title>
                {differences.length === 0 ? (
                  <Empty title={m.simulations_the_documents_are_equal()} />
                ) : (
                  <FigureTable
                    caption={m.simulations_the_fields_in_which_the_documents()}
                    minWidth={480}
                    rows={differences}
                    keyOf={({ fieldPath }) => fieldPath}
                    columns={[
                      { name: m.simulations_field(), of: ({ fieldPath }) => fieldPath },
                      ...simulations.map(({ simulation }, place) => ({
                        name: nameOf(simulation),
                        isWords: true,
                        of: ({ values }: (typeof differences)[number]) => wordsFor(values[place]),
                      })),
                    ]}
                  />
                )}
              </Card>
            </Stack>
          )}
        </Loaded>
      )}
    </Frame>
  );
}

function Growth({ simulations }: { simulations: Compared[] }) {
  const known = simulations.flatMap(({ simulation, equity }) =>
    equity === null ? [] : [{ name: nameOf(simulation), sessions: equity.sessions, values: equity.equity }],
  );
  if (known.length === 0) return null;
  return (
    <Card component="section" aria-label={m.simulations_growth()}>
      <Title order={2} size="h4" mb="xs">
        {m.simulations_growth_from_100()}
      </Title>
      <Suspense fallback={<SkeletonLines lines={1} height={320} />}>
        <GrowthChart lines={known} />
      </Suspense>
    </Card>
  );
}
