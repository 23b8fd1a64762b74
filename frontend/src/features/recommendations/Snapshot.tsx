import { Code } from "@mantine/core";
import { m } from "@/paraglide/messages";

/** What was known when a recommendation was made, as it is stored. */
export function Snapshot({ snapshot }: { snapshot: Record<string, unknown> }) {
  return (
    <details>
      <summary>{m.recommendations_snapshot_features_forecast_prices_and_thresholds()}</summary>
      <Code
        block
        mt="xs"
        tabIndex={0}
        role="region"
        aria-label={m.recommendations_snapshot()}
        mah={400}
        style={{ overflow: "auto" }}
      >
        {JSON.stringify(snapshot, null, 2)}
      </Code>
    </details>
  );
}
