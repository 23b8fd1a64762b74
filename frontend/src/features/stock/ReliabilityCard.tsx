import { Card, Text, Title } from "@mantine/core";
import { ReliabilityDiagrams } from "@/shared/charts/ReliabilityDiagrams";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { useReliability } from "./queries";

/** How often stocks beat the VN30 at each forecast chance: the same for all stocks, since one model ranks them. */
export function ReliabilityCard({ className }: { className?: string | undefined }) {
  const query = useReliability();
  return (
    <Card component="section" aria-labelledby="reliability" className={className}>
      <Title order={2} size="h4" id="reliability">
        How reliable are the ranks?
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        Past forecasts of all stocks, each made before its outcome was known. The order of the stocks is what
        can be forecast, and barely; the level of a price is not.
      </Text>
      <Loaded query={query} what="The reliability" skeleton={<SkeletonLines lines={3} height={60} />}>
        {({ horizons }) =>
          Object.keys(horizons).length === 0 ? (
            <Empty title="No ranks have an outcome yet">
              They need a pooled model and a year of past forecasts.
            </Empty>
          ) : (
            <ReliabilityDiagrams horizons={horizons} />
          )
        }
      </Loaded>
    </Card>
  );
}
