import { useCallback, useMemo, useState } from "react";
import type { Schemas } from "@/api/client";
import { type Draft, withValue } from "@/shared/form/draft";
import { differences } from "@/shared/json";
import { rebased } from "./document";

type ActiveConfig = Schemas["ActiveConfig"];

/** The version from which a draft was made. */
export type Base = Pick<ActiveConfig, "configId" | "version" | "author" | "savedAt"> & { config: Draft };

/** The edits of a configuration and the version on which they are based. */
export type DraftState = ReturnType<typeof useDraft>;

/**
 * A draft of the configuration that was saved last.
 *
 * A version that another user saves meanwhile replaces a draft without edits at once; with edits it becomes
 * `newer`, and the user chooses whether to keep them.
 */
export function useDraft(active: ActiveConfig) {
  const [base, setBase] = useState<Base>(active);
  const [draft, setDraft] = useState<Draft>(active.config);
  const changes = useMemo(() => differences(base.config, draft), [base, draft]);
  const isNewer = active.version > base.version;

  const set = useCallback(
    (path: string, value: unknown) => setDraft((draft) => withValue(draft, path, value)),
    [],
  );

  function adopt(next: Base) {
    setBase(next);
    setDraft(next.config);
  }

  if (isNewer && changes.length === 0) adopt(active);

  return {
    base,
    draft,
    /** The paths of the fields that were edited. */
    changes,
    /** The version that was saved after `base`. */
    newer: isNewer && changes.length > 0 ? active : null,
    set,
    discard: () => setDraft(base.config),
    /** Replace the edits by a version. */
    adopt,
    /** Apply the edits to a newer version. */
    rebase: (next: Base) => {
      setBase(next);
      setDraft(rebased(base.config, draft, next.config).draft);
    },
    /** Set the version that holds these edits; later edits stay. */
    saved: setBase,
  };
}
