import { Card, Group, Stack, Tabs, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
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
          Optimise
        </TextLink>
        <ChangePortfolioButton portfolio={portfolio} />
        <DeleteButton portfolio={portfolio} onDeleted={onDeleted} />
        {portfolio.isSample && (
          <Pill tone="middling" title="Made by the demo, of simulated trades at simulated prices">
            Sample, not real trades
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
          <Tabs.Tab value="holdings">Holdings</Tabs.Tab>
          <Tabs.Tab value="transactions">Transactions</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="holdings">
          <Loaded query={detail} what="The portfolio" skeleton={<SkeletonLines lines={10} height={32} />}>
            {(loaded) =>
              loaded.transactions === 0 ? (
                <Empty title="No transaction yet">
                  Enter a deposit and your trades, or import the CSV of your broker.
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
        <Notice kind="error" title="Transactions that cannot have happened as they are recorded" role="alert">
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
      <Section title="Performance">
        <PerformanceCard id={detail.id} />
      </Section>
      <Section title="Holdings">
        <HoldingsTable detail={detail} />
      </Section>
      <Section title="Risk">
        <RiskOfHoldings detail={detail} />
      </Section>
      <Section title="Not settled yet">
        <Unsettled detail={detail} />
      </Section>
      <Section title="Gains by stock">
        <GainsTable detail={detail} />
      </Section>
      <Section title="Sectors">
        <SectorsTable detail={detail} />
      </Section>
      <Section title="Corporate actions applied">
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
      label="Delete"
      title={`Delete ${portfolio.name}?`}
      keep="Keep it"
      confirm="Delete the portfolio"
      failure="The portfolio was not deleted"
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
      Its transactions are deleted with it. This cannot be undone; download them as CSV first if you may need
      them.
    </ConfirmButton>
  );
}
