import { Button, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { messageOf } from "@/api/errors";
import { signIn } from "@/api/session";
import { m } from "@/paraglide/messages";
import { FrontCard } from "@/shared/components/FrontCard";
import { Notice } from "@/shared/components/Notice";
import { PageTitle } from "@/shared/components/PageTitle";
import { TextLink } from "@/shared/components/TextLink";
import { followAccount } from "@/shared/preferences/language";
import { TestAccounts } from "./TestAccounts";

/** Username and password; after signing in, the route opens the page of the role. */
export function LoginPage() {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await signIn(username.trim(), password);
      await followAccount();
    } catch (failure) {
      setError(messageOf(failure));
      setBusy(false);
    }
  }

  return (
    <FrontCard>
      <Text c="dimmed" size="sm" mb="lg">
        {m.login_lead()}
      </Text>
      <PageTitle>{m.login_title()}</PageTitle>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          {error !== null && (
            <Notice kind="error" role="alert">
              {error}
            </Notice>
          )}
          <TextInput
            label={m.login_username()}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            data-autofocus
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
          />
          <PasswordInput
            label={m.login_password()}
            name="password"
            autoComplete="current-password"
            required
            visibilityToggleButtonProps={{ "aria-label": m.login_show_password(), tabIndex: 0 }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" loading={busy} fullWidth>
            {m.login_submit()}
          </Button>
        </Stack>
      </form>
      <Group justify="space-between" mt="md">
        <TextLink to="/register" size="sm">
          {m.login_register()}
        </TextLink>
        <TextLink to="/forgot-password" size="sm">
          {m.login_forgotten()}
        </TextLink>
      </Group>
      <Text size="sm" c="dimmed" mt="md">
        {m.login_landings()}
      </Text>
      <TestAccounts
        onChoose={(account) => {
          setUsername(account.username);
          setPassword(account.password);
        }}
      />
    </FrontCard>
  );
}
