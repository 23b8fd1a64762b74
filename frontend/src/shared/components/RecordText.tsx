import { Text } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { changeWithError, count, share } from "@/shared/format/numbers";

/** What has come of recommendations of a kind: the share that came true, and the gain, with standard errors. */
export function RecordText({ record }: { record: Schemas["Record"] | null }) {
  return (
    <Text span size="xs" c="dimmed">
      {record === null || record.hitRate === null
        ? m.shared_none_judged()
        : m.shared_came_true({
            share: share(record.hitRate, record.hitRateError),
            count: count(record.recommendations),
          })}
      {record !== null &&
        record.gainPct !== null &&
        m.shared_gain_against({ gain: changeWithError(record.gainPct, record.gainErrorPct) })}
    </Text>
  );
}
