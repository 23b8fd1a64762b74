import { useEffect, useMemo, useState } from "react";
import type { FieldFault } from "@/api/errors";
import { type Draft, isWithin } from "@/shared/form/draft";
import { useReview, useReviewNow } from "../configQueries";
import { newChecker } from "./faults";

const PAUSE_MS = 400;
const NONE: FieldFault[] = [];

/** The faults and warnings of a draft. */
export type Check = ReturnType<typeof useCheck>;

/**
 * Check a draft while it is edited: against the schema at once, and by the server, which checks fields against
 * each other and against the stored data, after a pause in typing.
 */
export function useCheck(schema: Draft, draft: Draft) {
  const [reviewed, setReviewed] = useState(draft);
  useEffect(() => {
    const timer = setTimeout(() => setReviewed(draft), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft]);

  const checker = useMemo(() => newChecker(schema), [schema]);
  const review = useReview(reviewed);
  const reviewNow = useReviewNow();
  const faults = useMemo(
    () => together(checker(draft), review.data?.blockers ?? NONE),
    [checker, draft, review.data],
  );

  return {
    faults,
    warnings: review.data?.warnings ?? NONE,
    preview: review.data?.runPreview ?? null,
    review,
    /** Whether the server has not answered for these edits yet. */
    isBehind: reviewed !== draft || review.isPlaceholderData || review.isPending,
    /** Check this draft now, by the server as well. */
    now: async () => {
      setReviewed(draft);
      const { blockers, runPreview } = await reviewNow(draft);
      return { faults: together(checker(draft), blockers), preview: runPreview };
    },
  };
}

/** The faults by the schema, and the server's faults of other fields. */
function together(own: FieldFault[], servers: FieldFault[]): FieldFault[] {
  const isNew = ({ fieldPath }: FieldFault) =>
    !own.some((known) => isWithin(known.fieldPath, fieldPath) || isWithin(fieldPath, known.fieldPath));
  return [...own, ...servers.filter(isNew)];
}
