import { MutationCache, QueryClient } from "@tanstack/react-query";
import { mayPass } from "@/api/errors";
import { refreshJobs } from "@/shared/jobs/queries";

const TRIES = 2;

/** Queries that retry only errors which may pass, and keep their data while they refetch. */
export function newQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    mutationCache: new MutationCache({
      onSuccess: (_data, _variables, _result, mutation) => refreshJobs(client, mutation.options.mutationKey),
    }),
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < TRIES && mayPass(error),
        retryDelay: (failures) => 500 * 2 ** failures,
        staleTime: 15_000,
      },
    },
  });
  return client;
}
