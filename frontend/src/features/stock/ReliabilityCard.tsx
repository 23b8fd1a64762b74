import { Card, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { ReliabilityDiagrams } from "@/shared/charts/ReliabilityDiagrams";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { useReliability } from "./queries";

/** How often stocks beat the VN30 at each forecast chance: the same for all stocks, since one model ranks them. */
export function ReliabilityCard({ className }: { className?: string | undefined }) {
  const query = useReliability();
  return (
    <Card component="section" aria-labelledby="reliability" className={className}>
      <Title order={2} size="h4" id="reliability">
        {m.stock_how_reliable_are_the_ranks()}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {m.stock_past_forecasts_of_all_stocks_each()}
      </Text>
      <Loaded
        query={query}
        what={m.stock_the_reliability()}
        skeleton={<SkeletonLines lines={3} height={60} />}
      >
        {({ horizons }) =>
          Object.keys(horizons).length === 0 ? (
            <Empty title={m.stock_no_ranks_have_an_outcome_yet()}>
              {m.stock_they_need_a_pooled_model_and()}
            </Empty>
          ) : (
            <ReliabilityDiagrams horizons={horizons} />
          )
        }
      </Loaded>
    </Card>
  );
}
