import { Notice } from "./Notice";

/** The notice of the API that recommendations are information and no advice. */
export function AdviceNotice({ children }: { children: string }) {
  return (
    <Notice kind="note" mb="md" p="xs">
      {children}
    </Notice>
  );
}
