import { Notice } from "@/shared/components/Notice";

/** Stands beside every recommendation. */
export function AdviceNotice() {
  return (
    <Notice kind="note" p="xs">
      Information from statistical models, no investment advice. You decide, and you bear the result.
    </Notice>
  );
}
