import { useDisclosure } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { isActive, useRuns } from "../runQueries";
import type { Base } from "../useDraft";
import { RunList } from "./RunList";
import { RunPanel } from "./RunPanel";
import classes from "./RunsTab.module.css";
import { StartRun } from "./StartRun";

/** As in the style sheet. */
const NARROW = "(max-width: 62em)";

const route = getRouteApi("/shell/training");

/** The list of runs and the details of one: the run in the address, else the active run, else the newest. */
export function RunsTab({ base, hasChanges }: { base: Base; hasChanges: boolean }) {
  const { run } = route.useSearch();
  const newest = useRuns(1, undefined).data?.data;
  const [opened, start] = useDisclosure();
  const watched = run ?? (newest?.find(isActive) ?? newest?.[0])?.runId;
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a narrow screen the list stands above the run: a choice scrolls to the run.
    if (run !== undefined && window.matchMedia(NARROW).matches) panel.current?.scrollIntoView();
  }, [run]);

  return (
    <>
      <div className={classes.page}>
        <RunList watched={watched} onStart={start.open} />
        {/* The key discards the state of the previous run, such as its log. */}
        <div ref={panel}>{watched !== undefined && <RunPanel key={watched} runId={watched} />}</div>
      </div>
      <StartRun opened={opened} onClose={start.close} base={base} hasChanges={hasChanges} />
    </>
  );
}
