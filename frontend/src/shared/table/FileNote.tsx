import { Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import { count } from "@/shared/format/numbers";
import type { Saving } from "./useFile";

/** Why a file was not saved, or which rows it lacks. */
export function FileNote({ saving: { error, cut } }: { saving: Saving }) {
  if (error !== undefined) return <ErrorNotice error={error} what={m.shared_table_file_failed()} />;
  if (cut === undefined) return null;
  return (
    <Text size="sm" role="status" my="xs">
      {m.shared_table_file_is_cut({ saved: count(cut.saved), total: count(cut.total) })}
    </Text>
  );
}
