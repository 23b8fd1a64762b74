import { Anchor, Text } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { type Change, changesOf } from "./changes";
import type { AuditEntry } from "./queries";

const FIRST = 4;

/** The values of an entry: each field before and after the change; the first ones until all are asked for. */
export function ChangeList({ entry: { before, after } }: { entry: AuditEntry }) {
  const changes = changesOf(before, after);
  const [showsAll, setShowsAll] = useState(changes.length <= FIRST);
  if (changes.length === 0) return "–";
  return (
    <>
      <ul>
        {(showsAll ? changes : changes.slice(0, FIRST)).map((change) => (
          <li key={change.field}>
            <Text span inherit c="dimmed">
              {change.field}:{" "}
            </Text>
            <Values {...change} />
          </li>
        ))}
      </ul>
      {!showsAll && (
        <Anchor component="button" type="button" inherit onClick={() => setShowsAll(true)}>
          {m.audit_all_values({ count: changes.length })}
        </Anchor>
      )}
    </>
  );
}

function Values({ before, after }: Change) {
  if (after === null) return m.audit_was({ value: before ?? "–" });
  return (
    <>
      {before !== null && `${before} → `}
      <strong>{after}</strong>
    </>
  );
}
