import { Alert } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { $api } from "@/api/client";

/** Says on every page that prices are made up, where they are. */
export function SimulatedBanner() {
  // One row is enough to know the source of all.
  const { data } = $api.useQuery("get", "/api/v1/stocks/market-table", {
    params: { query: { pageSize: 1 } },
  });
  if (data?.meta.dataSource !== "simulated") return null;
  return (
    <Alert
      color="yellow"
      icon={<IconFlask size={18} aria-hidden />}
      mb="md"
      py="xs"
      styles={{ message: { color: "var(--middling)" } }}
      role="note"
    >
      <strong>Simulated market.</strong> All prices and forecasts here are made up, as of session{" "}
      {data.meta.asOf}.
    </Alert>
  );
}
