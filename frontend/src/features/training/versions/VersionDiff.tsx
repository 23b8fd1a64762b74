import { Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { ErrorNotice, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import type { Draft } from "@/shared/form/draft";
import { useReadActive, useRestoreVersion, useVersion } from "../configQueries";
import { DiffTable } from "../DiffTable";

export type VersionDiffProps = {
  version: number;
  schema: Draft;
  active: Schemas["ActiveConfig"];
  /** Whether the form holds edits that a restoration discards. */
  hasChanges: boolean;
  onRestored: (restored: Schemas["ActiveConfig"]) => void;
};

/** The differences of an old version from the current one, and a button that restores it as a new version. */
export function VersionDiff({ version, schema, active, hasChanges, onRestored }: VersionDiffProps) {
  const old = useVersion(version);
  const restore = useRestoreVersion();
  const readActive = useReadActive();
  const [isSure, setSure] = useState(false);

  async function run() {
    if (hasChanges && !isSure) {
      setSure(true);
      return;
    }
    try {
      await restore.mutateAsync({
        params: { path: { version }, query: { basedOnVersion: active.version } },
      });
    } catch {
      // The error is shown below.
      void readActive();
      return;
    }
    const restored = await readActive();
    notifications.show({
      message: m.training_version_is_restored_as_version({ version, version2: restored.version }),
      color: "green",
    });
    onRestored(restored);
  }

  return (
    <Loaded query={old} what={m.training_version_2({ version })} skeleton={<SkeletonLines lines={3} />}>
      {({ config }) => (
        <Stack gap="sm" mt="sm">
          <DiffTable
            schema={schema}
            caption={m.training_differences_of_version({ version })}
            before={{ name: m.training_current_2({ version: active.version }), config: active.config }}
            after={{ name: m.training_version_2({ version }), config }}
          />
          {isSure && (
            <Text size="sm" c="var(--down)" role="alert">
              {m.training_your_unsaved_changes_would_be_lost()}
            </Text>
          )}
          {restore.isError && (
            <ErrorNotice error={restore.error} what={m.training_version_was_not_restored({ version })} />
          )}
          <Group>
            <Button size="xs" loading={restore.isPending} onClick={() => void run()}>
              {isSure ? m.training_discard_my_changes_and_restore() : m.training_restore_version({ version })}
            </Button>
          </Group>
        </Stack>
      )}
    </Loaded>
  );
}
