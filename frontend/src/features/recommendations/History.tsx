import { Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { m } from "@/paraglide/messages";
import { LabelPill } from "@/shared/components/LabelPill";
import { MadeByDag } from "@/shared/components/MadeByDag";
import { PagedList } from "@/shared/components/PagedList";
import { TextLink } from "@/shared/components/TextLink";
import { change, percent } from "@/shared/format/numbers";
import type { DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import { type Detail, type Past, useHistory, wholeHistory } from "./queries";

/** All recommendations for the stock of a recommendation at its profile and horizon, with their outcomes. */
export function History({ of: one }: { of: Detail }) {
  const [page, setPage] = useState(1);
  const query = useHistory(one, page);
  const columns = useMemo(() => columnsBeside(one.id), [one.id]);
  return (
    <PagedList
      noun="recommendation"
      query={query}
      filtered={false}
      hint={
        <MadeByDag dag="vn30_recommendations">
          {m.recommendations_the_dag_vn30_recommendations_adds_one()}
        </MadeByDag>
      }
      onPage={(page) => setPage(page ?? 1)}
    >
      {(rows, isPage) => (
        <DataTable
          id="earlier_recommendations"
          label={m.recommendations_earlier_recommendations_scrolls_sideways()}
          caption={m.recommendations_history_caption()}
          minWidth={560}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          fileName={`recommendations-${one.ticker}-${one.horizon}`}
          isPage={isPage}
          readAll={() => wholeHistory(one)}
        />
      )}
    </PagedList>
  );
}

function columnsBeside(shownId: string): DataColumns<Past> {
  return [
    {
      id: "session",
      name: m.recommendations_session(),
      of: ({ id, session }) =>
        id === shownId ? (
          <Text span inherit fw={650}>
            {session}
          </Text>
        ) : (
          <TextLink to="/recommendations/$recommendationId" params={{ recommendationId: id }} inherit>
            {session}
          </TextLink>
        ),
      value: ({ session }) => session,
    },
    {
      id: "label",
      name: m.recommendations_label(),
      isWords: true,
      of: ({ label }) => <LabelPill label={label} />,
      value: ({ label }) => label,
    },
    {
      id: "confidence",
      name: m.recommendations_confidence(),
      of: ({ confidence }) => percent(confidence === null ? null : 100 * confidence),
      value: ({ confidence }) => confidence,
    },
    {
      id: "expected_return_pct",
      name: m.recommendations_expected(),
      of: ({ expectedReturnPct }) => change(expectedReturnPct, 2),
      value: ({ expectedReturnPct }) => expectedReturnPct,
    },
    {
      id: "excess_pct",
      name: m.recommendations_against_the_vn30(),
      of: ({ outcome }) => change(outcome?.excessPct, 2),
      value: ({ outcome }) => outcome?.excessPct,
    },
    {
      id: "came_true",
      name: m.recommendations_claim(),
      isWords: true,
      of: ({ outcome }) => claimWords(outcome),
      value: ({ outcome }) => (outcome?.cameTrue == null ? null : String(outcome.cameTrue)),
      words: ({ outcome }) => claimWords(outcome),
    },
  ];
}

function claimWords(outcome: Detail["outcome"]): string {
  if (outcome == null) return m.recommendations_not_judged();
  if (outcome.cameTrue === null) return m.recommendations_none();
  return outcome.cameTrue ? m.recommendations_did_come_true() : m.recommendations_did_not_come_true();
}
