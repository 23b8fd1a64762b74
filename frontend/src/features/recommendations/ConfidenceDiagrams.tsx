import { Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { ReliabilityPlot } from "@/shared/charts/ReliabilityPlot";
import { LABELS as LABEL_NAMES } from "@/shared/components/LabelPill";
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
  if (diagrams.length === 0)
    return <Empty title={m.recommendations_too_few_recommendations_are_judged_for()} />;
  return (
    <>
      <ul className={classes.list}>
        {diagrams.map(({ label, bins }) => (
          <li key={label}>
            <Text fw={600}>{LABEL_NAMES[label]}</Text>
            <ReliabilityPlot
              name={m.recommendations_confidence_of({ label: LABEL_NAMES[label] })}
              claim={m.recommendations_claim_came_true()}
              bins={bins}
            />
          </li>
        ))}
      </ul>
      <details>
        <summary>{m.recommendations_figures_of_the_diagrams()}</summary>
        <GroupTable title={m.recommendations_by_band_of_confidence()} rows={bands} />
      </details>
    </>
  );
}
