import { Card, Tabs } from "@mantine/core";
import { Loaded, SkeletonLines } from "@/shared/states";
import { DagHeader } from "./DagHeader";
import classes from "./DagPanel.module.css";
import { DetailsTab } from "./DetailsTab";
import type { Draft } from "./drafts";
import { EditTab } from "./EditTab";
import { HistoryTab } from "./HistoryTab";
import { OverviewTab } from "./OverviewTab";
import { useDag } from "./queries";
import type { Dag } from "./runs";
import { TABS, type Tab } from "./search";
import { usePipelineSearch } from "./usePipelineSearch";

const LABELS: Record<Tab, string> = {
  overview: "Overview",
  history: "Run History",
  run: "Run Details",
  edit: "Edit DAG",
};

/** The selected DAG: what it is, what can be done with it, and its tabs. */
export function DagPanel({ dag, draft }: { dag: Dag; draft: Draft }) {
  const detail = useDag(dag, draft.awaited !== undefined);
  const { search, change } = usePipelineSearch();
  const tab = search.tab ?? "overview";
  return (
    <Card component="section" aria-label="Selected DAG">
      <Loaded query={detail} what="The DAG" skeleton={<SkeletonLines lines={10} />}>
        {(detail) => (
          <>
            <DagHeader dag={detail} />
            <Tabs
              value={tab}
              onChange={(value) => {
                const chosen = TABS.find((one) => one === value);
                change({ tab: chosen === "overview" ? undefined : chosen });
              }}
              keepMounted={false}
              mt="md"
            >
              <Tabs.List mb="md" aria-label="About the DAG">
                {TABS.map((one) => (
                  <Tabs.Tab key={one} value={one} className={classes.tab}>
                    {LABELS[one]}
                    {one === "edit" && draft.isDirty(detail) && " (not saved)"}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              <Tabs.Panel value="overview">
                <OverviewTab dag={detail} />
              </Tabs.Panel>
              <Tabs.Panel value="history">
                <HistoryTab dag={detail} />
              </Tabs.Panel>
              <Tabs.Panel value="run">
                <DetailsTab dag={detail} />
              </Tabs.Panel>
              <Tabs.Panel value="edit">
                <EditTab dag={detail} draft={draft} />
              </Tabs.Panel>
            </Tabs>
          </>
        )}
      </Loaded>
    </Card>
  );
}
