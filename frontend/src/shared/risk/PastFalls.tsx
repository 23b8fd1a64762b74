import { Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Change } from "@/shared/components/figures";
import { inPercent, type Risk } from "./risk";

/** What past falls of the market did, or would have done by the beta, and the worst spans. */
export function PastFalls({ risk, kind }: { risk: Risk; kind: "stock" | "portfolio" }) {
  const { stress, worstSpans } = risk;
  return (
    <>
      <FigureTable<Risk["stress"][number]>
        caption={kind === "stock" ? m.shared_falls_of_stock() : m.shared_falls_of_portfolio()}
        minWidth={280}
        rows={stress}
        keyOf={({ name }) => name}
        columns={[
          {
            name: m.shared_fall_of_the_market(),
            of: ({ name, first, last }) => <span title={m.shared_from_until({ first, last })}>{name}</span>,
          },
          { name: m.shared_vnindex(), of: ({ indexChange }) => <Change value={100 * indexChange} /> },
          {
            name: kind === "stock" ? m.shared_stock() : m.shared_portfolio(),
            of: ({ change, isEstimated }) => (
              <>
                <Change value={inPercent(change)} />
                {isEstimated && change != null && " *"}
              </>
            ),
          },
        ]}
      />
      {stress.some((shock) => shock.isEstimated) && (
        <Text size="xs" c="dimmed">
          {m.shared_beta_times_the_change_of_vnindex()}
        </Text>
      )}
      <FigureTable<Risk["worstSpans"][number]>
        caption={m.shared_worst_spans_of_sessions()}
        minWidth={280}
        rows={worstSpans}
        keyOf={({ sessions }) => String(sessions)}
        columns={[
          { name: m.shared_sessions(), of: ({ sessions }) => sessions },
          {
            name: m.shared_from_to(),
            isWords: true,
            of: ({ first, last }) => `${first} – ${last}`,
          },
          { name: m.shared_change(), of: ({ change }) => <Change value={100 * change} /> },
        ]}
      />
    </>
  );
}
