import { keepPreviousData } from "@tanstack/react-query";
import { $api, type Schemas } from "@/api/client";

export type SessionRegime = Schemas["SessionRegime"];
export type State = SessionRegime["state"];

/** The regimes of the newest sessions. */
export function useRegimes(sessions: number) {
  return $api.useQuery(
    "get",
    "/api/v1/regimes",
    { params: { query: { sessions } } },
    { placeholderData: keepPreviousData },
  );
}
