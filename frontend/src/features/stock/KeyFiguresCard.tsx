import { Card, Group, Text, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { Pill } from "@/shared/components/Pill";
import { time } from "@/shared/format/times";
import { inOrder, NAMES, originText, valueText } from "./keyFigures";
import { useKeyFigures } from "./queries";

/** Size, ratios, foreign room, range and usual trade of the stock, each with unit, period, source and day. */
export function KeyFiguresCard({ ticker, className }: { ticker: string; className?: string | undefined }) {
  const query = useKeyFigures(ticker);
  return (
    <Card component="section" aria-labelledby="key-figures" className={className}>
      <Title order={2} size="h4" id="key-figures" mb="sm">
        {m.stock_key_figures()}
      </Title>
      <Loaded query={query} what={`The key figures of ${ticker}`} skeleton={<SkeletonLines lines={8} />}>
        {(known) => <Figures known={known} />}
      </Loaded>
    </Card>
  );
}

function Figures({ known }: { known: Schemas["KeyFigures"] }) {
  return (
    <>
      <Group gap="xs" mb="xs">
        {known.marketCapBucket && <Pill tone="quiet">{known.marketCapBucket} cap</Pill>}
        {known.peBucket && <Pill tone="quiet">{known.peBucket} P/E</Pill>}
        <Text size="xs" c="dimmed">
          {known.checkedAt ? `Asked for last: ${time(known.checkedAt)}` : m.stock_no_source_was_asked_yet()}
        </Text>
      </Group>
      {known.problem && (
        <Notice kind="warning" title={m.stock_the_newest_request_failed()} mb="xs">
          <Text size="sm">{known.problem}</Text>
        </Notice>
      )}
      <FigureTable
        caption={
          "Known after the session that is named; a figure that has not changed keeps its session. Mid cap from " +
          "1 trillion VND, large from 10 trillion; P/E medium from 10, high above 20. The buckets say nothing " +
          "about a fair price."
        }
        minWidth={320}
        columns={[
          { name: "Figure", of: (figure) => NAMES[figure.metric] },
          { name: "Value", of: valueText },
          { name: "Period, source and session", isWords: true, of: originText },
        ]}
        rows={inOrder(known.figures)}
        keyOf={(figure) => figure.metric}
      />
    </>
  );
}
