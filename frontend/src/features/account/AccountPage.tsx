import { Grid, Text } from "@mantine/core";
import { useUser } from "@/api/session";
import { PageTitle } from "@/shared/components/PageTitle";
import { ROLES } from "@/shared/format/words";
import { PasswordForm } from "./PasswordForm";
import { SignInList } from "./SignInList";

/** The user's own account: sign-ins and password. */
export function AccountPage() {
  const user = useUser();
  if (!user) return null;
  return (
    <>
      <PageTitle mb={4}>Account</PageTitle>
      <Text c="dimmed" mb="md">
        {user.displayName} ({user.username}), {ROLES[user.role]}
      </Text>
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <SignInList />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <PasswordForm />
        </Grid.Col>
      </Grid>
    </>
  );
}
