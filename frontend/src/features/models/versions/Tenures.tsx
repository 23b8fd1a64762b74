import { List, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { percent } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import type { Tenure } from "./queries";

const REASONS: Record<Tenure["reason"], string> = {
  first: m.models_the_first_version(),
  newest: m.models_the_newest_version(),
  refit: m.models_a_refit_of_the_champions_line(),
  rule: m.models_better_by_the_paired_test(),
  person: "promoted",
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
          <b>{tenure.horizon.toUpperCase()}</b> since {time(tenure.since)}
          {tenure.until ? ` until ${time(tenure.until)}` : ""}: {REASONS[tenure.reason]}
          {tenure.decidedBy && ` by ${tenure.decidedBy}`}
          {tenure.note && <Text size="sm">“{tenure.note}”</Text>}
          {tenure.evidence && (
            <Text size="sm" c="dimmed">
              Error {percent(tenure.evidence.challengerError, 3)} beside{" "}
              {percent(tenure.evidence.championError, 3)} of the champion before (naive{" "}
              {percent(tenure.evidence.naiveError, 3)}) on {tenure.evidence.sessions} common sessions, p{" "}
              {tenure.evidence.pValue.toFixed(3)}
            </Text>
          )}
        </List.Item>
      ))}
    </List>
  );
}
