import { List, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Sentence, slot } from "@/shared/components/Sentence";
import { decimal, percent } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import type { Tenure } from "./queries";

const REASONS: Record<Tenure["reason"], string> = {
  first: m.models_the_first_version(),
  newest: m.models_the_newest_version(),
  refit: m.models_a_refit_of_the_champions_line(),
  rule: m.models_better_by_the_paired_test(),
  person: m.models_promoted(),
  rollback: m.models_rolled_back_to(),
};

/** When a version was champion and why, newest first. */
export function Tenures({ tenures }: { tenures: Tenure[] }) {
  if (tenures.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {m.models_it_has_not_been_champion()}
      </Text>
    );
  }
  return (
    <List size="sm" spacing={6}>
      {tenures.map((tenure) => (
        <List.Item key={`${tenure.horizon}/${tenure.since}`}>
          <Sentence text={tenureInWords(tenure)} slots={{ horizon: <b>{tenure.horizon.toUpperCase()}</b> }} />
          {tenure.note && <Text size="sm">“{tenure.note}”</Text>}
          {tenure.evidence && (
            <Text size="sm" c="dimmed">
              {m.models_error_beside_of_the_champion_before({
                challengerError: percent(tenure.evidence.challengerError, 3),
                championError: percent(tenure.evidence.championError, 3),
                naiveError: percent(tenure.evidence.naiveError, 3),
                sessions: tenure.evidence.sessions,
                pValue: decimal(tenure.evidence.pValue, 3),
              })}
            </Text>
          )}
        </List.Item>
      ))}
    </List>
  );
}

/** With a slot for the horizon. */
function tenureInWords(tenure: Tenure): string {
  const why = REASONS[tenure.reason];
  const reason = tenure.decidedBy ? m.models_reason_by({ reason: why, person: tenure.decidedBy }) : why;
  const horizon = slot("horizon");
  const since = time(tenure.since);
  return tenure.until
    ? m.models_tenure_until({ horizon, since, until: time(tenure.until), reason })
    : m.models_tenure_since({ horizon, since, reason });
}
