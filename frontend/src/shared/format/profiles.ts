import { m } from "@/paraglide/messages";

const PROFILES: Record<string, string> = {
  conservative: m.shared_profile_conservative(),
  moderate: m.shared_profile_moderate(),
  aggressive: m.shared_profile_aggressive(),
};

/** The name of a profile of risk. */
export function profileName(profile: string): string {
  return PROFILES[profile] ?? profile;
}
