import { Card } from "@mantine/core";
import { IconCloudOff } from "@tabler/icons-react";
import { Notice } from "@/shared/Notice";
import { PageTitle } from "@/shared/PageTitle";
import { Empty, Loaded, SkeletonLines } from "@/shared/states";
import { DagCatalog } from "./DagCatalog";
import { DagPanel } from "./DagPanel";
import { useDrafts } from "./drafts";
import { OpenAlerts } from "./OpenAlerts";
import classes from "./PipelinesPage.module.css";
import { useDags } from "./queries";
import { usePipelineSearch } from "./usePipelineSearch";

/** Airflow under control: the DAGs on the left, and all about the selected one on the right. */
export function PipelinesPage() {
  const dags = useDags();
  const drafts = useDrafts();
  const { search } = usePipelineSearch();
  return (
    <>
      <PageTitle>Pipelines</PageTitle>
      <OpenAlerts />
      <Loaded query={dags} what="The pipelines" skeleton={<PageSkeleton />}>
        {(dags) => {
          const selected = search.dag === undefined ? dags[0] : dags.find((dag) => dag.dagId === search.dag);
          return (
            <>
              {dags.some((dag) => dag.source === "mirror") && <AirflowAway />}
              <div className={classes.columns}>
                <DagCatalog dags={dags} selected={selected?.dagId} />
                {selected ? (
                  <DagPanel key={selected.dagId} dag={selected} draft={drafts.of(selected.dagId)} />
                ) : (
                  <Card>
                    <Empty title={search.dag === undefined ? "There are no DAGs" : "There is no such DAG"}>
                      {search.dag === undefined
                        ? "Airflow has not read any yet."
                        : `Nothing is known of ${search.dag}: choose another one.`}
                    </Empty>
                  </Card>
                )}
              </div>
            </>
          );
        }}
      </Loaded>
    </>
  );
}

/** Why nothing can be started or changed at the moment. */
function AirflowAway() {
  return (
    <Notice
      icon={<IconCloudOff size={18} aria-hidden />}
      title="Airflow does not answer"
      role="status"
      mb="md"
    >
      This is what it had last told. Nothing can be started, stopped or changed until it answers again; this
      page keeps asking.
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
