import { QueryClient } from "@tanstack/react-query";
import { mayPass } from "@/api/errors";

const TRIES = 2;

/** Queries that retry only errors which may pass, and keep their data while they refetch. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < TRIES && mayPass(error),
        retryDelay: (failures) => 500 * 2 ** failures,
        staleTime: 15_000,
      },
    },
  });
}
