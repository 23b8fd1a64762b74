import { Card } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { count } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import { Frame } from "./Frame";
import { useLedger } from "./queries";
import { ratio } from "./words";

const FAMILIES = {
  forecasts: m.simulations_forecasts_of_versions_and_champions(),
  recommendations: m.simulations_recommendations(),
  formulas: m.simulations_formulas(),
};

/** The ledger: every simulation with a result counts as a trial of its family. */
export function LedgerPage() {
  const ledger = useLedger();
  return (
    <Frame title={m.simulations_ledger_of_trials()}>
      <Card>
        <Loaded query={ledger} what={m.simulations_the_ledger()} skeleton={<SkeletonLines lines={4} />}>
          {({ families }) =>
            families.length === 0 ? (
              <Empty title={m.simulations_no_trial_yet()}>
                {m.simulations_each_simulation_with_a_result_is()}
              </Empty>
            ) : (
              <FigureTable
                caption={m.simulations_each_simulation_with_a_result_counts()}
                minWidth={760}
                rows={families}
                keyOf={({ family }) => family}
                columns={[
                  { name: m.simulations_family(), of: ({ family }) => FAMILIES[family] },
                  { name: m.simulations_trials(), of: ({ trials }) => count(trials) },
                  { name: m.simulations_that_traded(), of: ({ measured }) => count(measured) },
                  { name: m.simulations_mean_sharpe(), of: ({ meanSharpe }) => ratio(meanSharpe, null) },
                  { name: m.simulations_spread(), of: ({ sharpeDeviation }) => ratio(sharpeDeviation, null) },
                  { name: m.simulations_best_sharpe(), of: ({ bestSharpe }) => ratio(bestSharpe, null) },
                  {
                    name: m.simulations_first(),
                    isWords: true,
                    of: ({ firstRecordedAt }) => time(firstRecordedAt),
                  },
                  {
                    name: m.simulations_newest(),
                    isWords: true,
                    of: ({ lastRecordedAt }) => time(lastRecordedAt),
                  },
                ]}
              />
            )
          }
        </Loaded>
      </Card>
    </Frame>
  );
}
