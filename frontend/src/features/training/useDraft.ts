import { useCallback, useMemo, useState } from "react";
import type { Schemas } from "@/api/client";
import { type Draft, differences, rebased, withValue } from "./document";

type ActiveConfig = Schemas["ActiveConfig"];

/** What a draft was made from. */
export type Base = Pick<ActiveConfig, "configId" | "version" | "author" | "savedAt"> & { config: Draft };

/** The edits to a configuration, from the version that they began with. */
export type DraftState = ReturnType<typeof useDraft>;

/**
 * A draft of the configuration that was saved last.
 *
 * A version that somebody else saves meanwhile is taken over at once where nothing was edited; else it is
 * `newer`, and what becomes of the edits is for the user to say.
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
    /** The version that was saved since, which the edits know nothing of. */
    newer: isNewer && changes.length > 0 ? active : null,
    set,
    discard: () => setDraft(base.config),
    /** Take a version in place of the edits. */
    adopt,
    /** Make the edits again on a newer version. */
    rebase: (next: Base) => {
      setBase(next);
      setDraft(rebased(base.config, draft, next.config).draft);
    },
    /** The version that these edits have become; what was edited since then stays edited. */
    saved: setBase,
  };
}
