import { Card, Tabs } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { DagHeader } from "./catalog/DagHeader";
import { OverviewTab } from "./catalog/OverviewTab";
import classes from "./DagPanel.module.css";
import type { Dag } from "./dags";
import type { Draft } from "./edit/drafts";
import { EditTab } from "./edit/EditTab";
import { useDag } from "./queries";
import { DetailsTab } from "./runs/DetailsTab";
import { HistoryTab } from "./runs/HistoryTab";
import { TABS, type Tab } from "./search";
import { usePipelineSearch } from "./usePipelineSearch";

const LABELS: Record<Tab, string> = {
  overview: m.pipelines_overview(),
  history: m.pipelines_run_history(),
  run: m.pipelines_run_details(),
  edit: m.pipelines_edit_dag(),
};

/** The selected DAG: header, controls and tabs. */
export function DagPanel({ dag, draft }: { dag: Dag; draft: Draft }) {
  const detail = useDag(dag, draft.awaited !== undefined);
  const { search, change } = usePipelineSearch();
  const tab = search.tab ?? "overview";
  return (
    <Card component="section" aria-label={m.pipelines_selected_dag()}>
      <Loaded query={detail} what={m.pipelines_the_dag()} skeleton={<SkeletonLines lines={10} />}>
        {(detail) => (
          <>
            <DagHeader dag={detail} />
            <Tabs
              value={tab}
              onChange={(value) => {
                const chosen = TABS.find((tab) => tab === value);
                change({ tab: chosen === "overview" ? undefined : chosen });
              }}
              keepMounted={false}
              mt="md"
            >
              <Tabs.List mb="md" aria-label={m.pipelines_about_the_dag()}>
                {TABS.map((name) => (
                  <Tabs.Tab key={name} value={name} className={classes.tab}>
                    {LABELS[name]}
                    {name === "edit" && draft.isDirty(detail) && m.pipelines_not_saved()}
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
