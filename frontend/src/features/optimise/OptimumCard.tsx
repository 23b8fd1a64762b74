import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FactList } from "@/shared/components/FactList";
import { ErrorNotice, SkeletonLines } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { compact, percent, price } from "@/shared/format/numbers";
import { FrontierChart } from "./FrontierChart";
import { requestOf, type Values } from "./form";
import { OrdersTable } from "./OrdersTable";
import { PortfoliosTable } from "./PortfoliosTable";
import { type Optimisation, type Portfolio, useOptimise } from "./queries";
import { inWordsOfTheForm } from "./refusal";
import { WeightsTable } from "./WeightsTable";

/** A button that computes the optimum, and the answer. */
export function OptimumCard({ portfolio, values }: { portfolio: Portfolio; values: Values }) {
  const optimise = useOptimise();
  const start = () =>
    optimise.mutate({ params: { path: { portfolioId: portfolio.id } }, body: requestOf(values) });
  return (
    <Card component="section" aria-labelledby="optimum">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id="optimum">
          {m.optimise_optimum()}
        </Title>
        <Button onClick={start} loading={optimise.isPending}>
          {m.optimise_optimise()}
        </Button>
      </Group>
      {optimise.isPending && (
        <output aria-label={m.optimise_the_optimum_loading()} aria-busy="true">
          <SkeletonLines lines={8} height={28} />
        </output>
      )}
      {optimise.isError && (
        <ErrorNotice
          error={inWordsOfTheForm(optimise.error)}
          what={m.optimise_there_is_no_optimum()}
          onRetry={start}
        />
      )}
      {optimise.isSuccess && !optimise.isPending && <Answer found={optimise.data} />}
      {optimise.isIdle && (
        <Text size="sm" c="dimmed">
          {m.optimise_nothing_is_stored_and_nothing_is()}
        </Text>
      )}
    </Card>
  );
}

function Answer({ found }: { found: Optimisation }) {
  return (
    <Stack>
      <Notice kind="note" p="xs">
        {found.notice}
      </Notice>
      {found.warnings.length > 0 && (
        <Notice title={m.optimise_before_you_use_it()}>
          {found.warnings.map((warning) => (
            <Text key={warning} size="sm">
              {warning}
            </Text>
          ))}
        </Notice>
      )}
      <FactList wide facts={factsOf(found)} />
      <FrontierChart found={found} />
      <PortfoliosTable portfolios={found.portfolios} />
      <WeightsTable weights={found.weights} />
      <OrdersTable found={found} />
    </Stack>
  );
}

function factsOf(found: Optimisation): [string, string | null][] {
  const of = Object.fromEntries(found.portfolios.map((each) => [each.portfolio, each]));
  const { now, ordered } = of;
  const saved = found.cvarSaved;
  return [
    [m.optimise_session(), found.asOf],
    [
      m.optimise_returns_read(),
      m.optimise_sessions_from({ count: found.sessions, first: found.firstSession }),
    ],
    [
      m.optimise_cost_of_change(),
      m.optimise_cost_words({
        total: price(found.fees + found.tax),
        fees: price(found.fees),
        tax: price(found.tax),
      }),
    ],
    [m.optimise_turnover(), percent(100 * found.turnover)],
    [
      m.optimise_volatility_year(),
      now && ordered
        ? `${percent(100 * now.volatility)} → ${percent(100 * ordered.volatility)} ± ${percent(100 * ordered.volatilityError)}`
        : null,
    ],
    [
      m.optimise_mean_loss_worst(),
      saved >= 0
        ? m.optimise_less_a_session({ amount: compact(saved) })
        : m.optimise_more_a_session({ amount: compact(-saved) }),
    ],
    [m.optimise_left_to_lots(), percent(100 * found.trackingDifference)],
    [m.optimise_holds_back(), found.binding.join(" ") || m.optimise_none_holds()],
    [m.optimise_left_out(), found.leftOut.map(({ ticker }) => ticker).join(", ") || null],
  ];
}
