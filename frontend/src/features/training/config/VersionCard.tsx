import { Button, Card, Spoiler, Text, Title } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { m } from "@/paraglide/messages";
import type { Draft } from "@/shared/form/draft";
import { labelAt } from "@/shared/form/rules";
import { ago, time } from "@/shared/format/times";
import type { DraftState } from "../useDraft";

/** The edited version and its changed fields. */
export function VersionCard(props: { schema: Draft; draft: DraftState; onHistory: () => void }) {
  const { base, changes } = props.draft;
  return (
    <Card component="section" aria-label={m.training_version()}>
      <Title order={2} size="h5">
        {base.version === 0
          ? m.training_defaults_not_saved_yet()
          : m.training_version_2({ version: base.version })}
      </Title>
      {base.savedAt !== null && (
        <Text size="sm" c="dimmed" title={time(base.savedAt)}>
          {m.training_saved_by({
            author: base.author ?? m.training_another_user(),
            savedAt: ago(base.savedAt),
          })}
        </Text>
      )}
      {changes.length > 0 && (
        <Spoiler maxHeight={96} showLabel={m.training_show_all()} hideLabel={m.training_show_fewer()} mt="xs">
          <Text size="sm" fw={600}>
            {m.training_unsaved_changes()}
          </Text>
          {changes.map((path) => (
            <Text key={path} size="sm">
              {labelAt(props.schema, path)}
            </Text>
          ))}
        </Spoiler>
      )}
      <Button
        variant="default"
        size="xs"
        mt="sm"
        aria-haspopup="dialog"
        leftSection={<IconHistory size={14} aria-hidden />}
        onClick={props.onHistory}
      >
        {m.training_version_history()}
      </Button>
    </Card>
  );
}
