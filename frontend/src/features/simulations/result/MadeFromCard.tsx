import { Card, Code, Group, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { m } from "@/paraglide/messages";
import { FactList } from "@/shared/components/FactList";
import { FileLink } from "@/shared/components/FileLink";
import { Plot } from "@/shared/components/Plot";
import { time } from "@/shared/format/times";
import { wordsFor } from "@/shared/format/words";
import { differences, valueAt } from "@/shared/json";
import type { Simulation } from "../queries";

/** The document and the data of a simulation, and its files. */
export function MadeFromCard({ simulation }: { simulation: Simulation }) {
  const { document, files } = simulation;
  const client = useQueryClient();
  const picture = files.find(({ type }) => type === "tear_sheet_png");
  const fields = differences({}, document).toSorted();
  return (
    <Card component="section" aria-label={m.simulations_made_from()}>
      <Title order={2} size="h4" mb="sm">
        {m.simulations_what_it_was_made_from()}
      </Title>
      <FactList
        wide
        facts={[
          ...fields.map((path): [string, string] => [path, wordsFor(valueAt(document, path))]),
          [m.simulations_known_at(), simulation.knownAt && time(simulation.knownAt)],
          [m.simulations_newest_session_then(), simulation.asOf],
          [
            m.simulations_run_name(),
            simulation.runName && <Code key="name">{simulation.runName.slice(0, 16)}</Code>,
          ],
          [
            m.simulations_result(),
            simulation.resultHash && <Code key="result">{simulation.resultHash.slice(0, 16)}</Code>,
          ],
          [m.simulations_run_in_airflow(), simulation.airflowRunId],
        ]}
      />
      {files.length > 0 && (
        <>
          <Group gap="md" my="md">
            {files.map((file) => (
              <FileLink key={file.type} file={file} />
            ))}
          </Group>
          {picture && (
            <Plot
              url={picture.url}
              text={m.simulations_tear_sheet_growth_drawdown_hit_rate()}
              onRenew={() => void client.invalidateQueries()}
            />
          )}
        </>
      )}
    </Card>
  );
}
