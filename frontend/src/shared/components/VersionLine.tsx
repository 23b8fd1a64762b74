import { Text } from "@mantine/core";
import { $api } from "@/api/client";
import { m } from "@/paraglide/messages";

/** The version of the platform, asked once a page load; nothing until it is known. */
export function VersionLine() {
  const { data } = $api.useQuery("get", "/status", undefined, {
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    throwOnError: false,
  });
  if (!data?.version) return null;
  const { version } = data;
  return (
    <Text size="sm" c="dimmed">
      {/* A release has no part behind a plus sign. */}
      {version.includes("+") ? m.shared_version_in_development({ version }) : m.shared_version({ version })}
    </Text>
  );
}
