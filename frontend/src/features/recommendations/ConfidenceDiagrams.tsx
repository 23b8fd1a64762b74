import { Text } from "@mantine/core";
import { ReliabilityPlot } from "@/shared/charts/ReliabilityPlot";
import { Empty } from "@/shared/components/LoadState";
import classes from "./ConfidenceDiagrams.module.css";
import { GroupTable } from "./GroupTable";
import type { GroupRecord } from "./queries";
import { binsOf } from "./reliabilityBins";
import { LABELS } from "./search";

/** The share of claims that came true in each band of confidence, a diagram a label, with the figures in a table. */
export function ConfidenceDiagrams({ bands }: { bands: GroupRecord[] }) {
  const diagrams = LABELS.map((label) => ({ label, bins: binsOf(bands, label) })).filter(
    ({ bins }) => bins.length > 0,
  );
  if (diagrams.length === 0) return <Empty title="Too few recommendations are judged for a diagram" />;
  return (
    <>
      <ul className={classes.list}>
        {diagrams.map(({ label, bins }) => (
          <li key={label}>
            <Text fw={600}>{label}</Text>
            <ReliabilityPlot name={`Confidence of ${label}`} claim="came true" bins={bins} />
          </li>
        ))}
      </ul>
      <details>
        <summary>Figures of the diagrams</summary>
        <GroupTable title="By band of confidence" rows={bands} />
      </details>
    </>
  );
}
