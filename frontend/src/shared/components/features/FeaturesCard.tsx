import { Card, Group, Skeleton, Title } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { HorizonControl } from "@/shared/components/HorizonControl";
import { Loaded } from "@/shared/components/LoadState";
import { HORIZONS, type Horizon } from "@/shared/horizons";
import { Importances } from "./Importances";
import { SelectedFeatures } from "./SelectedFeatures";
import { useFeatures } from "./useFeatures";

/** What the models of a finished run use, by horizon, model and market regime, and the features selected. */
export function FeaturesCard({ runId }: { runId: string }) {
  const [horizon, setHorizon] = useState<Horizon>("7d");
  const features = useFeatures(runId, horizon);
  return (
    <Card component="section" aria-label={m.shared_features()}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {m.shared_features()}
        </Title>
        <HorizonControl
          of={m.shared_of_features()}
          value={horizon}
          onChange={setHorizon}
          horizons={HORIZONS}
        />
      </Group>
      <Loaded query={features} what={m.shared_the_features()} skeleton={<Skeleton height={240} />}>
        {(found) => (
          <>
            <Importances found={found} />
            <SelectedFeatures found={found} />
          </>
        )}
      </Loaded>
    </Card>
  );
}
