import { IconFlask } from "@tabler/icons-react";
import { $api } from "@/api/client";
import { m } from "@/paraglide/messages";
import { Notice } from "@/shared/components/Notice";

/** A banner on every page where prices are simulated. */
export function SimulatedBanner() {
  // One row suffices: all rows have the same source.
  const { data } = $api.useQuery("get", "/api/v1/stocks/market-table", {
    params: { query: { pageSize: 1 } },
  });
  if (data?.meta.dataSource !== "simulated") return null;
  return (
    <Notice icon={<IconFlask size={18} aria-hidden />} mb="md" py="xs" role="note">
      <strong>{m.app_simulated()}</strong> {m.app_simulated_as_of({ session: data.meta.asOf ?? "–" })}
    </Notice>
  );
}
