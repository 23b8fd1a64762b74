import { Code } from "@mantine/core";

/** What was known when a recommendation was made, as it is stored. */
export function Snapshot({ snapshot }: { snapshot: Record<string, unknown> }) {
  return (
    <details>
      <summary>Snapshot: features, forecast, prices and thresholds as known then</summary>
      <Code
        block
        mt="xs"
        tabIndex={0}
        role="region"
        aria-label="Snapshot"
        mah={400}
        style={{ overflow: "auto" }}
      >
        {JSON.stringify(snapshot, null, 2)}
      </Code>
    </details>
  );
}
