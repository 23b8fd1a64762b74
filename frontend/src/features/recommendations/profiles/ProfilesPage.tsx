import { Card, Text } from "@mantine/core";
import { useUser } from "@/api/session";
import { m } from "@/paraglide/messages";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { PageTitle } from "@/shared/components/PageTitle";
import { time } from "@/shared/format/times";
import { Subnavigation } from "../Subnavigation";
import { ProfilesForm } from "./ProfilesForm";
import { type ActiveProfiles, useProfiles } from "./queries";
import { VersionsCard } from "./VersionsCard";

/** The thresholds of the profiles; data scientists change them, and see the versions. */
export function ProfilesPage() {
  const user = useUser();
  const query = useProfiles();
  const mayEdit = user?.role !== "end_user";
  return (
    <>
      <PageTitle mb={4}>{m.recommendations_profiles()}</PageTitle>
      <Subnavigation />
      <Card mb="md">
        <Text size="sm" c="dimmed" mb="sm">
          {m.recommendations_profiles_say()}
          {mayEdit && ` ${m.recommendations_saved_applies()}`}
        </Text>
        <Loaded
          query={query}
          what={m.recommendations_the_profiles()}
          skeleton={<SkeletonLines lines={8} height={36} />}
        >
          {(active) => (
            <>
              <Text size="sm" mb="sm">
                {versionWords(active)}
              </Text>
              {/* The key discards the edits of an older version. */}
              <ProfilesForm key={active.version} active={active} mayEdit={mayEdit} />
            </>
          )}
        </Loaded>
      </Card>
      {mayEdit && <VersionsCard />}
    </>
  );
}

function versionWords({ version, author, savedAt }: ActiveProfiles): string {
  if (version === 0) return m.recommendations_version_defaults();
  return `${m.recommendations_version_by({ version, author: author ?? "–", time: time(savedAt) })}.`;
}
