import { Card, Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { StatePill } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { time } from "@/shared/format/times";
import type { Values } from "./form";
import { type Portfolio, useWalkForwards, type WalkForward } from "./queries";
import { StartWalkForward } from "./StartWalkForward";
import { WalkForwardView } from "./WalkForwardView";
import { METHODS } from "./words";

const route = getRouteApi("/shell/portfolio/optimise");

/** The walk-forwards of a portfolio: a form that requests one, the list, and the one that is shown. */
export function WalkForwards({ portfolio, values }: { portfolio: Portfolio; values: Values }) {
  const query = useWalkForwards(portfolio.id);
  const { walk } = route.useSearch();
  const navigate = route.useNavigate();
  const show = (id: string | undefined) =>
    void navigate({ search: { id: portfolio.id, walk: id }, resetScroll: false });
  return (
    <Card component="section" aria-labelledby="walk-forward">
      <Title order={2} size="h4" id="walk-forward" mb="xs">
        {m.optimise_walk_forward()}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {m.optimise_each_method_decides_again_and_again()}
      </Text>
      <StartWalkForward portfolio={portfolio} values={values} onStarted={show} />
      <Loaded query={query} what={m.optimise_the_walk_forwards()} skeleton={<SkeletonLines lines={3} />}>
        {(rows) => {
          const shown = rows.find(({ id }) => id === walk) ?? rows[0];
          return shown === undefined ? (
            <Empty title={m.optimise_no_walk_forward_yet()} />
          ) : (
            <Stack mt="md">
              <Requests rows={rows} shown={shown} portfolio={portfolio} />
              <WalkForwardView
                key={shown.id}
                portfolioId={portfolio.id}
                id={shown.id}
                onDeleted={() => show(undefined)}
              />
            </Stack>
          );
        }}
      </Loaded>
    </Card>
  );
}

type RequestsProps = { rows: WalkForward[]; shown: WalkForward; portfolio: Portfolio };

function Requests({ rows, shown, portfolio }: RequestsProps) {
  return (
    <Stack
      component="ul"
      gap={4}
      m={0}
      p={0}
      style={{ listStyle: "none" }}
      aria-label={m.optimise_walk_forwards()}
    >
      {rows.map((row) => (
        <Group component="li" key={row.id} gap="xs">
          <StatePill state={row.state} />
          <TextLink
            to="/portfolio/optimise"
            search={{ id: portfolio.id, walk: row.id }}
            size="sm"
            fw={row.id === shown.id ? 700 : 400}
            aria-current={row.id === shown.id ? "true" : undefined}
          >
            {row.methods.map((method) => METHODS[method]).join(", ")}
          </TextLink>
          <Text size="sm" c="dimmed">
            {time(row.requestedAt)}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
