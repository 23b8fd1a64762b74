import { Drawer, Stack } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Pager } from "@/shared/components/Pager";
import { useVersions } from "../configQueries";
import { VersionDiff, type VersionDiffProps } from "./VersionDiff";
import { VersionRow } from "./VersionRow";

const VERSIONS_A_PAGE = 20;

type HistoryProps = Omit<VersionDiffProps, "version">;

/** All saved versions with their differences from the current one, and a button that restores each. */
export function VersionHistory({
  opened,
  onClose,
  ...history
}: HistoryProps & { opened: boolean; onClose: () => void }) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="lg"
      title={m.training_version_history()}
      closeButtonProps={{ "aria-label": m.training_close_the_version_history() }}
    >
      <Versions
        {...history}
        onRestored={(restored) => {
          history.onRestored(restored);
          onClose();
        }}
      />
    </Drawer>
  );
}

function Versions(history: HistoryProps) {
  const [page, setPage] = useState(1);
  const [shown, setShown] = useState<number | null>(null);
  const versions = useVersions(page, VERSIONS_A_PAGE);
  return (
    <Loaded
      query={versions}
      what={m.training_the_versions()}
      skeleton={<SkeletonLines lines={6} height={48} />}
    >
      {({ data, meta }) => (
        <>
          {data.length === 0 && (
            <Empty title={m.training_no_version_yet()}>
              {m.training_the_defaults_apply_until_a_configuration()}
            </Empty>
          )}
          <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
            {data.map((row) => (
              <VersionRow
                key={row.version}
                row={row}
                isShown={row.version === shown}
                onToggle={() => setShown(row.version === shown ? null : row.version)}
              >
                <VersionDiff version={row.version} {...history} />
              </VersionRow>
            ))}
          </Stack>
          <Pager noun="version" meta={meta} rows={data.length} onChange={setPage} />
        </>
      )}
    </Loaded>
  );
}
