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
          [m.data_checked(), time(newest.checkedAt)],
          [m.data_sessions(), String(checks.length)],
          [m.data_values_compared(), count(values)],
          [m.data_compared_with_prices_up_to(), newest.pricesUpTo],
          [m.data_run(), newest.runId],
        ]}
      />
      <FigureTable
        caption={m.data_the_sessions_were_drawn_at_random()}
        minWidth={560}
        rows={checks}
        keyOf={({ session }) => session}
        columns={[
          { name: m.data_session(), of: ({ session }) => session },
          { name: m.data_values_compared(), of: ({ valuesCompared }) => count(valuesCompared) },
          { name: m.data_differences_2(), of: ({ differences }) => count(differences) },
          { name: m.data_tickers(), of: ({ tickers }) => count(tickers) },
          {
            name: m.data_own_models_of(),
            isWords: true,
            of: ({ ticker, horizon }) => `${ticker}, ${horizon}D`,
          },
        ]}
      />
      <Text size="sm" c="dimmed">
        {m.data_it_compares_what_is_computed_from()}
      </Text>
    </>
  );
}
