import { Group, NativeSelect, Stack, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { PageTitle } from "@/shared/components/PageTitle";
import { AddPortfolioButton } from "./Buttons";
import { PortfolioView } from "./PortfolioView";
import { type Portfolio, usePortfolios } from "./queries";

const route = getRouteApi("/shell/portfolio");

/** The user's portfolios, one at a time. The address holds which one. */
export function PortfolioPage() {
  const portfolios = usePortfolios();
  return (
    <>
      <PageTitle mb={4}>{m.portfolio_portfolio()}</PageTitle>
      <Text c="dimmed" mb="md">
        {m.portfolio_what_you_hold_by_your_own()}
      </Text>
      <Loaded
        query={portfolios}
        what={m.portfolio_the_portfolios()}
        skeleton={<SkeletonLines lines={10} height={32} />}
      >
        {(rows) => <Chosen portfolios={rows} />}
      </Loaded>
    </>
  );
}

function Chosen({ portfolios }: { portfolios: Portfolio[] }) {
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const chosen = portfolios.find((portfolio) => portfolio.id === id) ?? portfolios[0];
  const choose = (id: string | undefined) => void navigate({ search: { id } });
  if (chosen === undefined) {
    return (
      <Empty title={m.portfolio_no_portfolio_yet()}>
        <Text size="sm" mb="sm">
          {m.portfolio_add_one_then_enter_transactions_or()}
        </Text>
        <AddPortfolioButton onAdded={choose} />
      </Empty>
    );
  }
  return (
    <Stack>
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label={m.portfolio_portfolio()}
          data={portfolios.map(({ id, name }) => ({ value: id, label: name }))}
          value={chosen.id}
          onChange={(event) => choose(event.currentTarget.value)}
          w={280}
          maw="100%"
        />
        <AddPortfolioButton onAdded={choose} />
      </Group>
      <PortfolioView key={chosen.id} portfolio={chosen} onDeleted={() => choose(undefined)} />
    </Stack>
  );
}
