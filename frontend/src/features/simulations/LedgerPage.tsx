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
  forecasts: "Forecasts of versions and champions",
  recommendations: "Recommendations",
  formulas: "Formulas",
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
                caption={
                  "Each simulation with a result counts once, deleted ones included; the same one repeated does not. The deflated Sharpe " +
                  "ratio of a simulation takes its number of trials, and their spread, from its family. Sharpe " +
                  "ratios are by year."
                }
                minWidth={760}
                rows={families}
                keyOf={({ family }) => family}
                columns={[
                  { name: "Family", of: ({ family }) => FAMILIES[family] },
                  { name: "Trials", of: ({ trials }) => count(trials) },
                  { name: "That traded", of: ({ measured }) => count(measured) },
                  { name: "Mean Sharpe", of: ({ meanSharpe }) => ratio(meanSharpe, null) },
                  { name: "Spread", of: ({ sharpeDeviation }) => ratio(sharpeDeviation, null) },
                  { name: "Best Sharpe", of: ({ bestSharpe }) => ratio(bestSharpe, null) },
                  { name: "First", isWords: true, of: ({ firstRecordedAt }) => time(firstRecordedAt) },
                  { name: "Newest", isWords: true, of: ({ lastRecordedAt }) => time(lastRecordedAt) },
                ]}
              />
            )
          }
        </Loaded>
      </Card>
    </Frame>
  );
}
