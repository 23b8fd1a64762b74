import { $api } from "@/api/client";

/** The risk measures of the newest session that has them. */
export function useRisk(ticker: string) {
  return $api.useQuery("get", "/api/v1/risk/{ticker}", { params: { path: { ticker } } });
}
