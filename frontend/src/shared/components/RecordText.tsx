import { Text } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { changeWithError, count, share } from "@/shared/format/numbers";

type Props = {
  record: Schemas["Record"] | null;
  /** On a line of its own, without the return against the VN30. */
  short?: boolean;
};

/** How recommendations of a kind ended: the share that came true, and the return against the VN30, with errors. */
export function RecordText({ record, short = false }: Props) {
  if (record === null || record.hitRate === null) {
    return (
      <Text span size="xs" c="dimmed">
        No record yet
      </Text>
    );
  }
  return (
    <Text span size="xs" c="dimmed" className={short ? "figures" : undefined}>
      {share(record.hitRate, record.hitRateError)} of {count(record.judged)} came true
      {!short && record.excessPct !== null && <>; {changeWithError(record.excessPct, record.excessPctError)} against the VN30</>}
    </Text>
  );
}
