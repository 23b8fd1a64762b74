import { Stack, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Change } from "@/shared/components/figures";
import { LabelPill } from "@/shared/components/LabelPill";
import { RecordText } from "@/shared/components/RecordText";
import { TextLink } from "@/shared/components/TextLink";
import { change, percent, price } from "@/shared/format/numbers";
import { allRecommendations, type Recommendation } from "@/shared/hooks/useRecommendations";
import type { DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import { sortingOf } from "@/shared/table/serverOrder";
import { type RecommendationSearch, SORTS } from "./search";

type Props = {
  recommendations: Recommendation[];
  isPage: boolean;
  search: RecommendationSearch;
  onOrder: (order: Pick<RecommendationSearch, "sortBy" | "sortDir">) => void;
};

/** One row a recommendation, with the record of those like it. */
export function RecommendationTable({ recommendations, isPage, search, onOrder }: Props) {
  return (
    <DataTable
      id="recommendations"
      label={m.recommendations_recommendations_scrolls_sideways()}
      caption={m.recommendations_confidence_the_calibrated_chance_that_the()}
      minWidth={1000}
      columns={COLUMNS}
      rows={recommendations}
      keyOf={(one) => one.id}
      fileName="recommendations"
      isPage={isPage}
      sorting={sortingOf(SORTS, search, onOrder)}
      readAll={() => allRecommendations(search)}
    />
  );
}

const COLUMNS: DataColumns<Recommendation> = [
  {
    id: "ticker",
    name: m.recommendations_stock(),
    of: (one) => (
      <>
        <TextLink to="/recommendations/$recommendationId" params={{ recommendationId: one.id }} fw={650}>
          {one.ticker}
        </TextLink>{" "}
        <Text span size="sm" c="dimmed">
          {one.horizon.toUpperCase()}
        </Text>
      </>
    ),
    value: (one) => one.ticker,
  },
  {
    id: "label",
    name: m.recommendations_label(),
    isWords: true,
    of: (one) => <LabelPill label={one.label} />,
    value: (one) => one.label,
  },
  {
    id: "confidence",
    name: m.recommendations_confidence(),
    of: (one) => percent(one.confidence === null ? null : 100 * one.confidence),
    value: (one) => one.confidence,
  },
  {
    id: "expected_return_pct",
    name: m.recommendations_expected_return(),
    of: (one) => (
      <Stack gap={0} align="flex-end">
        <Change value={one.expectedReturnPct} digits={2} arrow />
        <Text span size="xs" c="dimmed">
          {change(one.lowerReturnPct)} … {change(one.upperReturnPct)}
        </Text>
      </Stack>
    ),
    value: (one) => one.expectedReturnPct,
  },
  {
    id: "entry_price",
    name: m.recommendations_entry(),
    of: (one) => price(one.entryPrice),
    value: (one) => one.entryPrice,
  },
  {
    id: "stop_loss",
    name: m.recommendations_stop_target(),
    of: (one) =>
      one.stopLoss === null && one.takeProfit === null
        ? "–"
        : `${price(one.stopLoss)} / ${price(one.takeProfit)}`,
    value: (one) => one.stopLoss,
  },
  {
    id: "worst_case_pct",
    name: m.recommendations_worst_case(),
    of: (one) => change(one.worstCasePct),
    value: (one) => one.worstCasePct,
  },
  {
    id: "justification",
    name: m.recommendations_why(),
    isWords: true,
    of: (one) => (
      <Text size="sm" lineClamp={3} w={280} style={{ whiteSpace: "normal" }}>
        {one.justification}
      </Text>
    ),
    value: (one) => one.justification,
  },
  {
    id: "record",
    name: m.recommendations_record(),
    isWords: true,
    of: (one) => <RecordText record={one.record} />,
  },
];
