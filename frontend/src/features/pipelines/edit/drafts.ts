import { useState } from "react";
import type { DagDetail } from "../dags";
import { changesIn, type Edits, type Settings, settingsOf } from "./settings";

/** The unsaved edits of a DAG, and saved settings that Airflow has not applied yet. */
export type Draft = {
  /** The values of the form: Airflow's settings, replaced by saved settings, replaced by edits. */
  settings: (dag: DagDetail) => Settings;
  /** The edits that differ from the settings. */
  changes: (dag: DagDetail) => Edits;
  isDirty: (dag: DagDetail) => boolean;
  /** Saved settings that Airflow has not applied yet. */
  awaited: Edits | undefined;
  edit: (part: Edits) => void;
  discard: () => void;
  /** Mark changes as saved; `applied`: Airflow has applied them already. */
  saved: (changes: Edits, applied: boolean) => void;
  /** Mark the awaited settings as applied. */
  arrived: () => void;
};

type Kept = { edits: Edits; awaited: Edits | undefined };

const NOTHING: Kept = { edits: {}, awaited: undefined };

/** The drafts of all DAGs: changing the tab or the DAG must not lose edits. */
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
