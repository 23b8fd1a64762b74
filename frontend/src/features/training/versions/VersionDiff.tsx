import { Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { ErrorNotice, Loaded, SkeletonLines } from "@/shared/states";
import { useReadActive, useRestoreVersion, useVersion } from "../configQueries";
import { DiffTable } from "../DiffTable";
import type { HistoryProps } from "./VersionHistory";

/** What an old version differs in from the current one, and its restoration as a new version. */
export function VersionDiff({
  version,
  schema,
  active,
  hasChanges,
  onRestored,
}: HistoryProps & { version: number }) {
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
      // Told below.
      void readActive();
      return;
    }
    const restored = await readActive();
    notifications.show({
      message: `Version ${version} is restored as version ${restored.version}.`,
      color: "green",
    });
    onRestored(restored);
  }

  return (
    <Loaded query={old} what={`Version ${version}`} skeleton={<SkeletonLines lines={3} />}>
      {({ config }) => (
        <Stack gap="sm" mt="sm">
          <DiffTable
            schema={schema}
            caption={`What version ${version} differs in`}
            before={{ name: `Current (${active.version})`, config: active.config }}
            after={{ name: `Version ${version}`, config }}
          />
          {isSure && (
            <Text size="sm" c="var(--down)" role="alert">
              Your unsaved changes would be lost. Restore all the same?
            </Text>
          )}
          {restore.isError && (
            <ErrorNotice error={restore.error} what={`Version ${version} was not restored`} />
          )}
          <Group>
            <Button size="xs" loading={restore.isPending} onClick={() => void run()}>
              {isSure ? "Discard my changes and restore" : `Restore version ${version}`}
            </Button>
          </Group>
        </Stack>
      )}
    </Loaded>
  );
}
