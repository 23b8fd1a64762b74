import { Stack, Table, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Change } from "@/shared/components/figures";
import { LabelPill } from "@/shared/components/LabelPill";
import { RecordText } from "@/shared/components/RecordText";
import { TextLink } from "@/shared/components/TextLink";
import { change, percent, price } from "@/shared/format/numbers";
import type { Recommendation } from "@/shared/hooks/useRecommendations";

/** One row a recommendation, with the record of those like it. */
export function RecommendationTable({ recommendations }: { recommendations: Recommendation[] }) {
  return (
    <Table.ScrollContainer
      minWidth={1000}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={m.recommendations_recommendations_scrolls_sideways()}
    >
      <Table verticalSpacing={6} horizontalSpacing={8} highlightOnHover>
        <Table.Caption>{m.recommendations_confidence_the_calibrated_chance_that_the()}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{m.recommendations_stock()}</Table.Th>
            <Table.Th scope="col">{m.recommendations_label()}</Table.Th>
            <Table.Th scope="col">{m.recommendations_confidence()}</Table.Th>
            <Table.Th scope="col">{m.recommendations_expected_return()}</Table.Th>
            <Table.Th scope="col">{m.recommendations_entry()}</Table.Th>
            <Table.Th scope="col">{m.recommendations_stop_target()}</Table.Th>
            <Table.Th scope="col">{m.recommendations_worst_case()}</Table.Th>
            <Table.Th scope="col">{m.recommendations_why()}</Table.Th>
            <Table.Th scope="col">{m.recommendations_record()}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {recommendations.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Th scope="row">
                <TextLink
                  to="/recommendations/$recommendationId"
                  params={{ recommendationId: one.id }}
                  fw={650}
                >
                  {one.ticker}
                </TextLink>{" "}
                <Text span size="sm" c="dimmed">
                  {one.horizon.toUpperCase()}
                </Text>
              </Table.Th>
              <Table.Td>
                <LabelPill label={one.label} />
              </Table.Td>
              <Table.Td className="figures">
                {percent(one.confidence === null ? null : 100 * one.confidence)}
              </Table.Td>
              <Table.Td>
                <Stack gap={0}>
                  <Change value={one.expectedReturnPct} digits={2} arrow />
                  <Text span size="xs" c="dimmed" className="figures">
                    {change(one.lowerReturnPct)} … {change(one.upperReturnPct)}
                  </Text>
                </Stack>
              </Table.Td>
              <Table.Td className="figures">{price(one.entryPrice)}</Table.Td>
              <Table.Td className="figures">
                {one.stopLoss === null && one.takeProfit === null
                  ? "–"
                  : `${price(one.stopLoss)} / ${price(one.takeProfit)}`}
              </Table.Td>
              <Table.Td className="figures">{change(one.worstCasePct)}</Table.Td>
              <Table.Td miw={220}>
                <Text size="sm" lineClamp={3}>
                  {one.justification}
                </Text>
              </Table.Td>
              <Table.Td miw={150}>
                <RecordText record={one.record} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
