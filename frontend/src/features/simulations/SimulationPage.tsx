import { Stack } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { regimeName } from "@/shared/format/codes";
import { Frame } from "./Frame";
import { isActive, useSimulation } from "./queries";
import { EquityCard } from "./result/EquityCard";
import { FiguresCard } from "./result/FiguresCard";
import { LogCard } from "./result/LogCard";
import { MadeFromCard } from "./result/MadeFromCard";
import { PeriodsCard } from "./result/PeriodsCard";
import { StateCard } from "./result/StateCard";
import { TradesCard } from "./result/TradesCard";

const route = getRouteApi("/shell/simulations/$simulationId");

/** One simulation: its progress, then what came out, and what it was made from. */
export function SimulationPage() {
  const { simulationId } = route.useParams();
  const query = useSimulation(simulationId);
  return (
    <Frame title={m.simulations_simulation()}>
      <Loaded
        query={query}
        what={m.simulations_the_simulation()}
        skeleton={<SkeletonLines lines={12} height={32} />}
      >
        {(simulation) => (
          <Stack>
            <StateCard simulation={simulation} />
            {simulation.figures && (
              <>
                <EquityCard simulation={simulation} />
                <FiguresCard simulation={simulation} figures={simulation.figures} />
                <PeriodsCard title={m.simulations_by_year()} periods={simulation.figures.years} />
                <PeriodsCard
                  title={m.simulations_by_regime_of_vnindex()}
                  periods={simulation.figures.regimes.map((part) => ({
                    ...part,
                    name: regimeName(part.name),
                  }))}
                />
                {simulation.hasTrades && <TradesCard simulationId={simulationId} />}
              </>
            )}
            <MadeFromCard simulation={simulation} />
            {(isActive(simulation) || simulation.state === "failed") && (
              <LogCard batchId={simulation.batchId} />
            )}
          </Stack>
        )}
      </Loaded>
    </Frame>
  );
}
