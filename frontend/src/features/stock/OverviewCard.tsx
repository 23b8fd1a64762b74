import { Anchor, Card, Group, Stack, Text, Title } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import type { Schemas } from "@/api/client";
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
        Stock Overview
      </Title>
      <Loaded query={query} what={`The overview of ${ticker}`} skeleton={<SkeletonLines lines={8} />}>
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
      <Text size="sm">{stock.description ?? "No description yet."}</Text>
      <dl className={classes.facts}>
        <dt>Market cap</dt>
        <dd className="figures">
          {stock.marketCap === null ? "not known" : `${compact(stock.marketCap)} VND`}
        </dd>
        <dt>Shares outstanding</dt>
        <dd className="figures">
          {stock.sharesOutstanding === null ? "not known" : compact(stock.sharesOutstanding)}
        </dd>
        <dt>Volume, newest session</dt>
        <dd className="figures">{stock.tradingVolume === null ? "not known" : count(stock.tradingVolume)}</dd>
        <dt>Mean of 20 sessions</dt>
        <dd className="figures">{stock.averageVolume === null ? "not known" : count(stock.averageVolume)}</dd>
      </dl>
      {(companyWebsiteUrl || financialReportUrl) && (
        <Stack gap={4}>
          {companyWebsiteUrl && <Elsewhere href={companyWebsiteUrl}>Company website</Elsewhere>}
          {financialReportUrl && <Elsewhere href={financialReportUrl}>Financial reports</Elsewhere>}
        </Stack>
      )}
    </Stack>
  );
}

function Elsewhere({ href, children }: { href: string; children: string }) {
  return (
    <Anchor href={href} target="_blank" rel="noreferrer" size="sm" className={classes.link}>
      {children} <IconExternalLink size={14} aria-label="(opens in a new tab)" />
    </Anchor>
  );
}
