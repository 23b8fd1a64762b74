import { Anchor, Card, Group, Stack, Text, Title } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { compact, count } from "@/shared/format/numbers";
import { Logo } from "./Logo";
import classes from "./OverviewCard.module.css";
import type { useOverview } from "./queries";

type OverviewCard = {
  ticker: string;
  query: ReturnType<typeof useOverview>;
  className?: string | undefined;
};

/** The company: description, size and links. */
export function OverviewCard({ ticker, query, className }: OverviewCard) {
  return (
    <Card component="section" aria-labelledby="overview" className={className}>
      <Title order={2} size="h4" id="overview" mb="sm">
        {m.stock_stock_overview()}
      </Title>
      <Loaded query={query} what={m.stock_the_overview_of({ ticker })} skeleton={<SkeletonLines lines={8} />}>
        {(stock) => <Overview stock={stock} />}
      </Loaded>
    </Card>
  );
}

function Overview({ stock }: { stock: Schemas["StockOverview"] }) {
  const { companyWebsiteUrl, financialReportUrl } = stock.links;
  return (
    <Stack gap="sm">
      <Group wrap="nowrap" gap="sm">
        <Logo url={stock.logoUrl} ticker={stock.ticker} />
        <div>
          <Text fw={650}>{stock.name}</Text>
          <Text size="sm" c="dimmed">
            {[stock.ticker, stock.exchange, stock.sector].filter(Boolean).join(" · ")}
          </Text>
        </div>
      </Group>
      <Text size="sm">{stock.description ?? m.stock_no_description()}</Text>
      <dl className={classes.facts}>
        <dt>{m.stock_market_cap()}</dt>
        <dd className="figures">
          {stock.marketCap === null ? m.stock_not_known() : `${compact(stock.marketCap)} VND`}
        </dd>
        <dt>{m.stock_shares_outstanding()}</dt>
        <dd className="figures">
          {stock.sharesOutstanding === null ? m.stock_not_known() : compact(stock.sharesOutstanding)}
        </dd>
        <dt>{m.stock_volume_newest_session()}</dt>
        <dd className="figures">
          {stock.tradingVolume === null ? m.stock_not_known() : count(stock.tradingVolume)}
        </dd>
        <dt>{m.stock_mean_of_20_sessions()}</dt>
        <dd className="figures">
          {stock.averageVolume === null ? m.stock_not_known() : count(stock.averageVolume)}
        </dd>
      </dl>
      {(companyWebsiteUrl || financialReportUrl) && (
        <Stack gap={4}>
          {companyWebsiteUrl && <Elsewhere href={companyWebsiteUrl}>{m.stock_company_website()}</Elsewhere>}
          {financialReportUrl && (
            <Elsewhere href={financialReportUrl}>{m.stock_financial_reports()}</Elsewhere>
          )}
        </Stack>
      )}
    </Stack>
  );
}

function Elsewhere({ href, children }: { href: string; children: string }) {
  return (
    <Anchor href={href} target="_blank" rel="noreferrer" size="sm" className={classes.link}>
      {children} <IconExternalLink size={14} aria-label={m.stock_opens_in_a_new_tab()} />
    </Anchor>
  );
}
