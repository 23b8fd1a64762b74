import { Anchor, Code } from "@mantine/core";
import { Link } from "@tanstack/react-router";

/** A run by its id, as a link to its details. */
export function RunLink({ runId }: { runId: string }) {
  return (
    <Anchor
      renderRoot={(props) => (
        <Link
          from="/training"
          to="/training"
          search={(old) => ({ ...old, tab: "runs" as const, run: runId, other: undefined })}
          {...props}
        />
      )}
    >
      <Code>{runId}</Code>
    </Anchor>
  );
}
