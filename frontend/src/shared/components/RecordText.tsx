import { Text } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { changeWithError, count, share } from "@/shared/format/numbers";

/** What has come of recommendations of a kind: the share that came true, and the gain, with standard errors. */
export function RecordText({ record }: { record: Schemas["Record"] | null }) {
  return (
    <Text span size="xs" c="dimmed">
      {record === null || record.hitRate === null
        ? "None like it is judged yet"
        : `${share(record.hitRate, record.hitRateError)} of ${count(record.recommendations)} came true`}
      {record !== null &&
        record.gainPct !== null &&
        `; gain against the VN30 ${changeWithError(record.gainPct, record.gainErrorPct)}`}
    </Text>
  );
}
