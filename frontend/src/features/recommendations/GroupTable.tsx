import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { LabelPill } from "@/shared/components/LabelPill";
import { changeWithError, count, percent, share } from "@/shared/format/numbers";
import { groupName } from "./names";
import type { GroupRecord } from "./queries";

/** The record of groups of recommendations, one row a group and label. */
export function GroupTable({ title, rows }: { title: string; rows: GroupRecord[] }) {
  return (
    <FigureTable<GroupRecord>
      label={m.recommendations_scrolls_sideways({ title })}
      minWidth={720}
      rows={rows}
      keyOf={({ group, label }) => `${group} ${label}`}
      columns={[
        { name: m.recommendations_group(), of: ({ group }) => groupName(group) },
        {
          name: m.recommendations_label(),
          isWords: true,
          of: ({ label }) => (label === "all" ? "–" : <LabelPill label={label} />),
        },
        { name: m.recommendations_judged(), of: ({ recommendations }) => count(recommendations) },
        { name: m.recommendations_sessions(), of: ({ sessions }) => count(sessions) },
        {
          name: m.recommendations_mean_confidence(),
          of: ({ meanConfidence }) => percent(meanConfidence === null ? null : 100 * meanConfidence),
        },
        {
          name: m.recommendations_came_true(),
          of: ({ hitRate, hitRateError }) => share(hitRate, hitRateError),
        },
        {
          name: m.recommendations_gain_against_the_vn30(),
          of: ({ gainPct, gainErrorPct }) => changeWithError(gainPct, gainErrorPct),
        },
        {
          name: m.recommendations_stop_target_met(),
          of: ({ label, stops, targets }) => (label === "BUY" ? `${count(stops)} / ${count(targets)}` : "–"),
        },
      ]}
    />
  );
}
