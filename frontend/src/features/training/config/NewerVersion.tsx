import { Button, Group, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { m } from "@/paraglide/messages";
import { Notice } from "@/shared/components/Notice";
import type { Draft } from "@/shared/form/draft";
import { labelAt } from "@/shared/form/rules";
import { ago } from "@/shared/format/times";
import { DiffTable } from "../DiffTable";
import { rebased } from "../document";
import type { DraftState } from "../useDraft";

/** A version that another user saved during the edits: its changes, and buttons that keep or discard the edits. */
export function NewerVersion({ schema, draft }: { schema: Draft; draft: DraftState }) {
  const { base, newer } = draft;
  if (newer === null) return null;
  const { both } = rebased(base.config, draft.draft, newer.config);
  return (
    <Notice
      role="alert"
      mb="md"
      icon={<IconUsers size={18} aria-hidden />}
      title={m.training_newer_version_saved({
        author: newer.author ?? m.training_another_user(),
        version: newer.version,
        ago: ago(newer.savedAt),
        base: base.version,
      })}
    >
      <DiffTable
        schema={schema}
        caption={m.training_changes_of_version({ version: newer.version })}
        before={{ name: m.training_version_2({ version: base.version }), config: base.config }}
        after={{ name: m.training_version_2({ version: newer.version }), config: newer.config }}
      />
      <Text size="sm" mt="sm">
        {both.length === 0
          ? m.training_your_changes_concern_other_fields()
          : m.training_both_versions_change_these_fields_your({
              both: both.map((path) => labelAt(schema, path)).join(", "),
            })}
      </Text>
      <Group mt="sm">
        <Button size="xs" onClick={() => draft.rebase(newer)}>
          {m.training_load_and_keep_my_changes()}
        </Button>
        <Button size="xs" variant="default" onClick={() => draft.adopt(newer)}>
          {m.training_load_and_discard_my_changes()}
        </Button>
      </Group>
    </Notice>
  );
}
