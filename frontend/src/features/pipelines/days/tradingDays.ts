import { useMutation, useQueryClient } from "@tanstack/react-query";
import { $api, api, given, type Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { failed } from "../actions";

export type TradingDay = Schemas["TradingDay"];
export type DayDecision = Schemas["DayDecision"];

/** The most days of the list: there are a few a year. */
const MAX_DAYS = 50;
const AT_REST_MS = 20_000;

/** The days on which the calendar may be wrong, or is corrected; proposals first. */
export function useTradingDays() {
  return $api.useQuery(
    "get",
    "/api/v1/trading-days",
    { params: { query: { pageSize: MAX_DAYS } } },
    { refetchInterval: AT_REST_MS },
  );
}

/** Confirm or dismiss that a day is closed, or a session. */
export function useDecide() {
  const renew = useRenewal();
  return useMutation({
    mutationFn: async ({ day, ...body }: { day: string } & DayDecision) =>
      given(await api.PUT("/api/v1/trading-days/{day}", { params: { path: { day } }, body })),
    onError: (error) => failed(m.pipelines_the_day_was_not_changed(), error),
    onSettled: renew,
  });
}

/** Undo the decision on a day. */
export function useUndo() {
  const renew = useRenewal();
  return useMutation({
    mutationFn: (day: string) => api.DELETE("/api/v1/trading-days/{day}", { params: { path: { day } } }),
    onError: (error) => failed(m.pipelines_the_decision_was_not_undone(), error),
    onSettled: renew,
  });
}

/** Refetch all queries: the calendar changes schedules, the current session and what is complete. */
function useRenewal() {
  const client = useQueryClient();
  return () => void client.invalidateQueries();
}
