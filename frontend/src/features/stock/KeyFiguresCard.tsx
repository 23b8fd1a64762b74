import { Card, Group, Text, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { Pill } from "@/shared/components/Pill";
import { WrappedText } from "@/shared/components/WrappedText";
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
      <Loaded
        query={query}
        what={m.stock_the_key_figures_of({ ticker })}
        skeleton={<SkeletonLines lines={8} />}
      >
        {(known) => <Figures known={known} />}
      </Loaded>
    </Card>
  );
}

function Figures({ known }: { known: Schemas["KeyFigures"] }) {
  return (
    <>
      <Group gap="xs" mb="xs">
        {known.marketCapBucket && <Pill tone="quiet">{CAPS[known.marketCapBucket]}</Pill>}
        {known.peBucket && <Pill tone="quiet">{PES[known.peBucket]}</Pill>}
        <Text size="xs" c="dimmed">
          {known.checkedAt
            ? m.stock_asked_last({ time: time(known.checkedAt) })
            : m.stock_no_source_was_asked_yet()}
        </Text>
      </Group>
      {known.problem && (
        <Notice kind="warning" title={m.stock_the_newest_request_failed()} mb="xs">
          <Text size="sm">{known.problem}</Text>
        </Notice>
      )}
      <FigureTable
        caption={m.stock_figures_known()}
        minWidth={680}
        columns={[
          { name: m.stock_figure(), of: (figure) => NAMES[figure.metric] },
          { name: m.stock_value(), of: valueText },
          {
            name: m.stock_figure_origin(),
            isWords: true,
            of: (figure) => <WrappedText>{originText(figure)}</WrappedText>,
          },
        ]}
        rows={inOrder(known.figures)}
        keyOf={(figure) => figure.metric}
      />
    </>
  );
}

const CAPS = { small: m.stock_cap_small(), mid: m.stock_cap_mid(), large: m.stock_cap_large() };
const PES = { low: m.stock_pe_low(), medium: m.stock_pe_medium(), high: m.stock_pe_high() };
