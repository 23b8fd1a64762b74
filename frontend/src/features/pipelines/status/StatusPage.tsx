import { SimpleGrid, Text } from "@mantine/core";
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
      <PageTitle mb={4}>Status</PageTitle>
      <Text c="dimmed" mb="md">
        The processes of Airflow, the age of each data set, the runs of all DAGs and their logs.
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
