import { useQueryClient } from "@tanstack/react-query";
import { $api, type Schemas } from "@/api/client";

export type Consent = Schemas["Consent"];

const CONSENT = "/api/v1/account/consent";
const KEY = ["get", CONSENT] as const;

/** The newest risk text, and which texts the user has accepted. */
export function useConsent() {
  return $api.useQuery("get", CONSENT);
}

/** Accept the risk text; pages that wait for it open. */
export function useGiveConsent() {
  const client = useQueryClient();
  return $api.useMutation("post", CONSENT, {
    onSuccess: (consent) => client.setQueriesData({ queryKey: KEY }, consent),
    // Another version may be the newest since.
    onError: () => void client.invalidateQueries({ queryKey: KEY }),
  });
}
