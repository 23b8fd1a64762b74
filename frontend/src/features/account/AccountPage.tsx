import { Grid, Stack, Text } from "@mantine/core";
import { useUser } from "@/api/session";
import { m } from "@/paraglide/messages";
import { PageTitle } from "@/shared/components/PageTitle";
import { VersionLine } from "@/shared/components/VersionLine";
import { ROLES } from "@/shared/format/words";
import { ConsentCard } from "./ConsentCard";
import { DeleteAccount } from "./DeleteAccount";
import { DisplayCard } from "./DisplayCard";
import { PasswordForm } from "./PasswordForm";
import { SettingsCard } from "./SettingsCard";
import { SignInList } from "./SignInList";

/** The user's own account: settings, sign-ins, password, consent and deletion. */
export function AccountPage() {
  const user = useUser();
  if (!user) return null;
  return (
    <>
      <PageTitle mb={4}>{m.account_title()}</PageTitle>
      <Text c="dimmed" mb="md">
        {user.displayName} ({user.username}), {ROLES[user.role]}
      </Text>
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            <SettingsCard />
            <DisplayCard />
            <SignInList />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            <PasswordForm />
            <ConsentCard />
            <DeleteAccount username={user.username} />
            <VersionLine />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}
