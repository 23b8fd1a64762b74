import { Drawer, Stack } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { Empty, Loaded, SkeletonLines } from "@/shared/states";
import { useVersions } from "../configQueries";
import type { Draft } from "../document";
import { Pager } from "../Pager";
import { VersionRow } from "./VersionRow";

const VERSIONS_A_PAGE = 20;

export type HistoryProps = {
  schema: Draft;
  active: Schemas["ActiveConfig"];
  hasChanges: boolean;
  onRestored: (restored: Schemas["ActiveConfig"]) => void;
};

/** Every version that was saved, what each differs in from the current one, and the way back to it. */
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
      title="Version history"
      closeButtonProps={{ "aria-label": "Close the version history" }}
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
    <Loaded query={versions} what="The versions" skeleton={<SkeletonLines lines={6} height={48} />}>
      {({ data, meta }) => (
        <>
          {data.length === 0 && (
            <Empty title="Nothing was saved yet">The defaults count until somebody saves.</Empty>
          )}
          <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
            {data.map((row) => (
              <VersionRow
                key={row.version}
                row={row}
                isShown={row.version === shown}
                onToggle={() => setShown(row.version === shown ? null : row.version)}
                {...history}
              />
            ))}
          </Stack>
          <Pager what="versions" page={page} meta={meta} onChange={setPage} />
        </>
      )}
    </Loaded>
  );
}
