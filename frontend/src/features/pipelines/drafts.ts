import { useState } from "react";
import type { DagDetail } from "./runs";
import { changesIn, type Edits, type Settings, settingsOf } from "./settings";

/** The edits of one DAG that are not saved, and what is saved but not shown by Airflow yet. */
export type Draft = {
  /** What the form shows: Airflow's settings, under what was saved, under the edits. */
  settings: (dag: DagDetail) => Settings;
  /** The edits that make a difference. */
  changes: (dag: DagDetail) => Edits;
  isDirty: (dag: DagDetail) => boolean;
  /** Saved settings that Airflow has still to show. */
  awaited: Edits | undefined;
  edit: (part: Edits) => void;
  discard: () => void;
  /** The changes are saved; `applied`: Airflow shows them already. */
  saved: (changes: Edits, applied: boolean) => void;
  /** Airflow shows what was awaited. */
  arrived: () => void;
};

type Kept = { edits: Edits; awaited: Edits | undefined };

const NOTHING: Kept = { edits: {}, awaited: undefined };

/** The drafts of all DAGs: a look at another tab or DAG must not lose what was typed. */
export function useDrafts() {
  const [kept, setKept] = useState<Record<string, Kept>>({});
  return {
    of(dagId: string): Draft {
      const { edits, awaited } = kept[dagId] ?? NOTHING;
      const base = (dag: DagDetail): Settings => ({ ...settingsOf(dag), ...awaited });
      const changes = (dag: DagDetail) => changesIn(base(dag), edits);
      const update = (change: (old: Kept) => Kept) =>
        setKept((all) => ({ ...all, [dagId]: change(all[dagId] ?? NOTHING) }));
      return {
        settings: (dag) => ({ ...base(dag), ...edits }),
        changes,
        isDirty: (dag) => Object.keys(changes(dag)).length > 0,
        awaited,
        edit: (part) => update((old) => ({ ...old, edits: { ...old.edits, ...part } })),
        discard: () => update((old) => ({ ...old, edits: {} })),
        saved: (saved, applied) =>
          update((old) => ({ edits: {}, awaited: applied ? undefined : { ...old.awaited, ...saved } })),
        arrived: () => update((old) => ({ ...old, awaited: undefined })),
      };
    },
  };
}
