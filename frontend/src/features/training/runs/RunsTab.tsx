import { useDisclosure } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import { isActive, useRuns } from "../runQueries";
import type { Base } from "../useDraft";
import { RunList } from "./RunList";
import { RunPanel } from "./RunPanel";
import classes from "./RunsTab.module.css";
import { StartRun } from "./StartRun";

const route = getRouteApi("/shell/training");

/** The runs, and the one that the address names, else the active one, else the newest. */
export function RunsTab({ base, hasChanges }: { base: Base; hasChanges: boolean }) {
  const { run } = route.useSearch();
  const newest = useRuns(1, undefined).data?.data;
  const [opened, start] = useDisclosure();
  const watched = run ?? (newest?.find(isActive) ?? newest?.[0])?.runId;
  return (
    <>
      <div className={classes.page}>
        <RunList watched={watched} onStart={start.open} />
        {/* Another run is another log: nothing of the one before stays. */}
        {watched !== undefined && <RunPanel key={watched} runId={watched} />}
      </div>
      <StartRun opened={opened} onClose={start.close} base={base} hasChanges={hasChanges} />
    </>
  );
}
