import { Table, Text } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { LabelPill } from "@/shared/components/LabelPill";
import { MadeByDag } from "@/shared/components/MadeByDag";
import { PagedList } from "@/shared/components/PagedList";
import { TextLink } from "@/shared/components/TextLink";
import { change, percent } from "@/shared/format/numbers";
import { type Detail, useHistory } from "./queries";

/** All recommendations for the stock of a recommendation at its profile and horizon, with their outcomes. */
export function History({ of: one }: { of: Detail }) {
  const [page, setPage] = useState(1);
  const query = useHistory(one.ticker, one.profile, one.horizon, page);
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
      {(rows) => (
        <Table.ScrollContainer
          minWidth={520}
          type="native"
          tabIndex={0}
          role="region"
          aria-label={m.recommendations_earlier_recommendations_scrolls_sideways()}
        >
          <Table verticalSpacing={4} horizontalSpacing={8}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{m.recommendations_session()}</Table.Th>
                <Table.Th scope="col">{m.recommendations_label()}</Table.Th>
                <Table.Th scope="col">{m.recommendations_confidence()}</Table.Th>
                <Table.Th scope="col">{m.recommendations_expected()}</Table.Th>
                <Table.Th scope="col">{m.recommendations_against_the_vn30()}</Table.Th>
                <Table.Th scope="col">{m.recommendations_claim()}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ id, session, label, confidence, expectedReturnPct, outcome }) => (
                <Table.Tr key={id}>
                  <Table.Td className="figures">
                    {id === one.id ? (
                      <Text span inherit fw={650}>
                        {session}
                      </Text>
                    ) : (
                      <TextLink
                        to="/recommendations/$recommendationId"
                        params={{ recommendationId: id }}
                        inherit
                      >
                        {session}
                      </TextLink>
                    )}
                  </Table.Td>
                  <Table.Td>
                    <LabelPill label={label} />
                  </Table.Td>
                  <Table.Td className="figures">
                    {percent(confidence === null ? null : 100 * confidence)}
                  </Table.Td>
                  <Table.Td className="figures">{change(expectedReturnPct, 2)}</Table.Td>
                  <Table.Td className="figures">{change(outcome?.excessPct, 2)}</Table.Td>
                  <Table.Td>{claimWords(outcome)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </PagedList>
  );
}

function claimWords(outcome: Detail["outcome"]): string {
  if (outcome == null) return m.recommendations_not_judged();
  if (outcome.cameTrue === null) return m.recommendations_none();
  return outcome.cameTrue ? m.recommendations_did_come_true() : m.recommendations_did_not_come_true();
}
