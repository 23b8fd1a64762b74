import { Table, Text } from "@mantine/core";
import { ReliabilityPlot } from "@/shared/charts/ReliabilityPlot";
import { Empty } from "@/shared/components/LoadState";
import { count, percent, share } from "@/shared/format/numbers";
import classes from "./ConfidenceDiagrams.module.css";
import type { TrackRecord } from "./queries";
import { LABELS } from "./search";

type Bins = TrackRecord["reliability"];

/** The share of claims that came true at each confidence, a diagram a label, with the figures in a table. */
export function ConfidenceDiagrams({ bins }: { bins: Bins }) {
  if (bins.length === 0) return <Empty title="Too few are judged for a diagram" />;
  return (
    <>
      <ul className={classes.list}>
        {LABELS.map((label) => {
          const own = bins.filter((bin) => bin.label === label);
          return (
            own.length > 0 && (
              <li key={label}>
                <Text fw={600}>{label}</Text>
                <ReliabilityPlot
                  name={`Confidence of ${label}`}
                  claim="came true"
                  bins={own.map((bin) => ({ ...bin, meanProbability: bin.meanConfidence }))}
                />
              </li>
            )
          );
        })}
      </ul>
      <details>
        <summary>Figures</summary>
        <Figures bins={bins} />
      </details>
    </>
  );
}

function Figures({ bins }: { bins: Bins }) {
  return (
    <Table verticalSpacing={4} horizontalSpacing={8} aria-label="Confidence and what came true">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Label</Table.Th>
          <Table.Th scope="col">Confidence</Table.Th>
          <Table.Th scope="col">Came true</Table.Th>
          <Table.Th scope="col">Judged</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {bins.map((bin) => (
          <Table.Tr key={`${bin.label} ${bin.meanConfidence}`}>
            <Table.Td>{bin.label}</Table.Td>
            <Table.Td className="figures">{percent(100 * bin.meanConfidence)}</Table.Td>
            <Table.Td className="figures">{share(bin.observedShare, bin.standardError)}</Table.Td>
            <Table.Td className="figures">{count(bin.recommendations)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
