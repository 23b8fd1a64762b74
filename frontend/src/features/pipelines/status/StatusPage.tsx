import { SimpleGrid, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { PageTitle } from "@/shared/components/PageTitle";
import { OpenAlerts } from "../catalog/OpenAlerts";
import { ActiveRunsCard } from "./ActiveRunsCard";
import { DatasetsCard } from "./DatasetsCard";
import { HeartbeatsCard } from "./HeartbeatsCard";
import { LogsCard } from "./LogsCard";
import { NextRunsCard } from "./NextRunsCard";

/** What runs, what comes next, what is late and what has stalled. */
export function StatusPage() {
  return (
    <>
      <PageTitle mb={4}>{m.pipelines_status()}</PageTitle>
      <Text c="dimmed" mb="md">
        {m.pipelines_the_processes_of_airflow_the_age()}
      </Text>
      <OpenAlerts />
      <SimpleGrid cols={{ base: 1, lg: 2 }} mb="md">
        <HeartbeatsCard />
        <ActiveRunsCard />
        <DatasetsCard />
        <NextRunsCard />
      </SimpleGrid>
      <LogsCard />
    </>
  );
}
