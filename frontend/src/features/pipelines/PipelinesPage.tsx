import { Card } from "@mantine/core";
import { IconCloudOff } from "@tabler/icons-react";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { PageTitle } from "@/shared/components/PageTitle";
import { DagCatalog } from "./catalog/DagCatalog";
import { OpenAlerts } from "./catalog/OpenAlerts";
import { DagPanel } from "./DagPanel";
import { DaysToConfirm, DecidedDays } from "./days/TradingDays";
import { useDrafts } from "./edit/drafts";
import classes from "./PipelinesPage.module.css";
import { useDags } from "./queries";
import { usePipelineSearch } from "./usePipelineSearch";

/** The DAGs on the left, and the details of the selected DAG on the right. */
export function PipelinesPage() {
  const dags = useDags();
  const drafts = useDrafts();
  const { search } = usePipelineSearch();
  return (
    <>
      <PageTitle>{m.pipelines_pipelines()}</PageTitle>
      <OpenAlerts />
      <DaysToConfirm />
      <Loaded query={dags} what={m.pipelines_the_pipelines()} skeleton={<PageSkeleton />}>
        {(dags) => {
          const selected = search.dag === undefined ? dags[0] : dags.find((dag) => dag.dagId === search.dag);
          return (
            <>
              {dags.some((dag) => dag.source === "mirror") && <OfflineNotice />}
              <div className={classes.columns}>
                <DagCatalog dags={dags} selected={selected?.dagId} />
                {selected ? (
                  <DagPanel key={selected.dagId} dag={selected} draft={drafts.of(selected.dagId)} />
                ) : (
                  <Card>
                    <Empty
                      title={
                        search.dag === undefined ? m.pipelines_there_are_no_dags() : m.pipelines_unknown_dag()
                      }
                    >
                      {search.dag === undefined
                        ? m.pipelines_airflow_has_not_parsed_any_dag()
                        : m.pipelines_is_unknown_choose_another_dag({ dag: search.dag })}
                    </Empty>
                  </Card>
                )}
              </div>
            </>
          );
        }}
      </Loaded>
      <DecidedDays />
    </>
  );
}

/** The notice while Airflow does not answer. */
function OfflineNotice() {
  return (
    <Notice
      icon={<IconCloudOff size={18} aria-hidden />}
      title={m.pipelines_airflow_does_not_answer()}
      role="status"
      mb="md"
    >
      {m.pipelines_the_page_shows_the_last_known()}
    </Notice>
  );
}

function PageSkeleton() {
  return (
    <div className={classes.columns}>
      <div className={classes.cards}>
        <Card>
          <SkeletonLines lines={6} />
        </Card>
        <Card>
          <SkeletonLines lines={6} />
        </Card>
      </div>
      <Card>
        <SkeletonLines lines={10} />
      </Card>
    </div>
  );
}
