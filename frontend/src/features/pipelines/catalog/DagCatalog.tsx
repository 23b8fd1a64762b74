import { m } from "@/paraglide/messages";
import type { Dag } from "../dags";
import classes from "../PipelinesPage.module.css";
import { DagCard } from "./DagCard";

/** The DAGs, one card each. */
export function DagCatalog({ dags, selected }: { dags: Dag[]; selected: string | undefined }) {
  return (
    <section className={classes.cards} aria-label={m.pipelines_dag_catalog()}>
      {dags.map((dag) => (
        <DagCard key={dag.dagId} dag={dag} selected={dag.dagId === selected} />
      ))}
    </section>
  );
}
