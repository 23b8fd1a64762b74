import { Stack, Table, Text } from "@mantine/core";
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
      aria-label="Recommendations, scrolls sideways"
    >
      <Table verticalSpacing={6} horizontalSpacing={8} highlightOnHover>
        <Table.Caption>
          Confidence: the calibrated chance that the claim of the label comes true. Returns are percent of the
          close; below them their 80 % interval. Record: of all judged recommendations with the same label,
          profile and horizon, with standard errors.
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Stock</Table.Th>
            <Table.Th scope="col">Label</Table.Th>
            <Table.Th scope="col">Confidence</Table.Th>
            <Table.Th scope="col">Expected return</Table.Th>
            <Table.Th scope="col">Entry</Table.Th>
            <Table.Th scope="col">Stop / target</Table.Th>
            <Table.Th scope="col">Worst case</Table.Th>
            <Table.Th scope="col">Why</Table.Th>
            <Table.Th scope="col">Record</Table.Th>
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
