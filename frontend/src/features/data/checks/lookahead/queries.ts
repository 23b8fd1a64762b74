import { $api, type Schemas } from "@/api/client";

export type Check = Schemas["LookaheadCheck"];

/** The sessions of the newest look-ahead check. */
export function useLookahead() {
  return $api.useQuery("get", "/api/v1/data-quality/lookahead");
}
