import { Card, Group, Stack, Tabs, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { m } from "@/paraglide/messages";
import { ConfirmButton } from "@/shared/components/ConfirmButton";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { Pill } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { ActionsTable } from "./ActionsTable";
import { AddTransactionButton, ChangePortfolioButton, ImportButton } from "./Buttons";
import { GainsTable, SectorsTable } from "./GainsTable";
import { HoldingsTable } from "./HoldingsTable";
import { PerformanceCard } from "./PerformanceCard";
import { type Detail, type Portfolio, useDeletePortfolio, usePortfolio } from "./queries";
import { RiskOfHoldings } from "./RiskOfHoldings";
import { Summary } from "./Summary";
import { TABS } from "./search";
import { Transactions } from "./Transactions";
import { Unsettled } from "./Unsettled";

const route = getRouteApi("/shell/portfolio");

/** A portfolio: its figures and its record. */
export function PortfolioView({ portfolio, onDeleted }: { portfolio: Portfolio; onDeleted: () => void }) {
  const { tab = "holdings" } = route.useSearch();
  const navigate = route.useNavigate();
  const detail = usePortfolio(portfolio.id);
  return (
    <Stack>
      <Group gap="xs">
        <AddTransactionButton portfolio={portfolio} />
        <ImportButton portfolio={portfolio} />
        <TextLink to="/portfolio/optimise" search={{ id: portfolio.id }} size="sm" underline="always">
          {m.portfolio_optimise()}
        </TextLink>
        <ChangePortfolioButton portfolio={portfolio} />
        <DeleteButton portfolio={portfolio} onDeleted={onDeleted} />
        {portfolio.isSample && (
          <Pill tone="middling" title={m.portfolio_made_by_the_demo_of_simulated()}>
            {m.portfolio_sample_not_real_trades()}
          </Pill>
        )}
      </Group>
      <Tabs
        value={tab}
        onChange={(value) => {
          const next = TABS.find((each) => each === value);
          void navigate({ search: { id: portfolio.id, tab: next === "holdings" ? undefined : next } });
        }}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="holdings">{m.portfolio_holdings()}</Tabs.Tab>
          <Tabs.Tab value="transactions">{m.portfolio_transactions()}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="holdings">
          <Loaded
            query={detail}
            what={m.portfolio_the_portfolio()}
            skeleton={<SkeletonLines lines={10} height={32} />}
          >
            {(loaded) =>
              loaded.transactions === 0 ? (
                <Empty title={m.portfolio_no_transaction_yet()}>
                  {m.portfolio_enter_a_deposit_and_your_trades()}
                </Empty>
              ) : (
                <Figures detail={loaded} />
              )
            }
          </Loaded>
        </Tabs.Panel>
        <Tabs.Panel value="transactions">
          <Card>
            <Transactions portfolio={portfolio} />
          </Card>
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function Figures({ detail }: { detail: Detail }) {
  return (
    <Stack>
      {detail.problems.length > 0 && (
        <Notice kind="error" title={m.portfolio_transactions_that_cannot_have_happened_as()} role="alert">
          {detail.problems.map(({ message }) => (
            <Text key={message} size="sm">
              {message}
            </Text>
          ))}
        </Notice>
      )}
      <Card>
        <Summary detail={detail} />
      </Card>
      <Section title={m.portfolio_performance()}>
        <PerformanceCard id={detail.id} />
      </Section>
      <Section title={m.portfolio_holdings()}>
        <HoldingsTable detail={detail} />
      </Section>
      <Section title={m.portfolio_risk()}>
        <RiskOfHoldings detail={detail} />
      </Section>
      <Section title={m.portfolio_not_settled_yet()}>
        <Unsettled detail={detail} />
      </Section>
      <Section title={m.portfolio_gains_by_stock()}>
        <GainsTable detail={detail} />
      </Section>
      <Section title={m.portfolio_sectors()}>
        <SectorsTable detail={detail} />
      </Section>
      <Section title={m.portfolio_corporate_actions_applied()}>
        <ActionsTable actions={detail.actions} />
      </Section>
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = title.toLowerCase().replaceAll(" ", "-");
  return (
    <Card component="section" aria-labelledby={id}>
      <Title order={2} size="h4" id={id} mb="sm">
        {title}
      </Title>
      {children}
    </Card>
  );
}

function DeleteButton({ portfolio, onDeleted }: { portfolio: Portfolio; onDeleted: () => void }) {
  const remove = useDeletePortfolio();
  return (
    <ConfirmButton
      label={m.portfolio_delete()}
      title={m.portfolio_delete_named({ name: portfolio.name })}
      keep={m.portfolio_keep_it()}
      confirm={m.portfolio_delete_the_portfolio()}
      failure={m.portfolio_not_deleted()}
      mutation={remove}
      onConfirm={(close) =>
        remove.mutate(
          { params: { path: { portfolioId: portfolio.id } } },
          {
            onSuccess: () => {
              close();
              onDeleted();
            },
          },
        )
      }
    >
      {m.portfolio_its_transactions_are_deleted_with_it()}
    </ConfirmButton>
  );
}
