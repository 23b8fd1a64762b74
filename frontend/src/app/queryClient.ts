import { QueryClient } from "@tanstack/react-query";
import { mayPass } from "@/api/errors";

const TRIES = 2;

/** Queries that are asked again only where that may help, and that keep what they show while they do. */
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
