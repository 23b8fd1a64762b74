import { List, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FactList } from "@/shared/components/FactList";
import { FigureTable } from "@/shared/components/FigureTable";
import { Notice } from "@/shared/components/Notice";
import { count } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import type { Check } from "./queries";

/** The sessions of a check, what was compared, and what differed. */
export function LookaheadResult({ newest, checks }: { newest: Check; checks: Check[] }) {
  const details = checks.flatMap(({ details }) => details);
  const values = checks.reduce((sum, { valuesCompared }) => sum + valuesCompared, 0);
  return (
    <>
      {details.length > 0 && (
        <Notice kind="error" title={m.data_these_depend_on_later_prices()} role="alert" mb="sm">
          <List size="sm">
            {details.map((detail) => (
              <List.Item key={detail}>{detail}</List.Item>
            ))}
          </List>
        </Notice>
      )}
      <FactList
        wide
        facts={[
          ["Checked", time(newest.checkedAt)],
          ["Sessions", String(checks.length)],
          ["Values compared", count(values)],
          ["Compared with prices up to", newest.pricesUpTo],
          ["Run", newest.runId],
        ]}
      />
      <FigureTable
        caption={m.data_the_sessions_were_drawn_at_random()}
        minWidth={560}
        rows={checks}
        keyOf={({ session }) => session}
        columns={[
          { name: "Session", of: ({ session }) => session },
          { name: "Values compared", of: ({ valuesCompared }) => count(valuesCompared) },
          { name: "Differences", of: ({ differences }) => count(differences) },
          { name: "Tickers", of: ({ tickers }) => count(tickers) },
          { name: "Own models of", isWords: true, of: ({ ticker, horizon }) => `${ticker}, ${horizon}D` },
        ]}
      />
      <Text size="sm" c="dimmed">
        {m.data_it_compares_what_is_computed_from()}
      </Text>
    </>
  );
}
