import { Button, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { messageOf } from "@/api/errors";
import { signIn } from "@/api/session";
import { FrontCard } from "@/shared/components/FrontCard";
import { Notice } from "@/shared/components/Notice";
import { PageTitle } from "@/shared/components/PageTitle";
import { TextLink } from "@/shared/components/TextLink";
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
    } catch (failure) {
      setError(messageOf(failure));
      setBusy(false);
    }
  }

  return (
    <FrontCard>
      <Text c="dimmed" size="sm" mb="lg">
        Prices of the 30 largest stocks of the Ho Chi Minh City exchange, and forecasts with their measured
        errors.
      </Text>
      <PageTitle tab="Sign in">Sign in</PageTitle>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          {error !== null && (
            <Notice kind="error" role="alert">
              {error}
            </Notice>
          )}
          <TextInput
            label="Username or mail address"
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
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            visibilityToggleButtonProps={{ "aria-label": "Show or hide the password", tabIndex: 0 }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" loading={busy} fullWidth>
            Sign In
          </Button>
        </Stack>
      </form>
      <Group justify="space-between" mt="md">
        <TextLink to="/register" size="sm">
          Register
        </TextLink>
        <TextLink to="/forgot-password" size="sm">
          Forgotten password
        </TextLink>
      </Group>
      <Text size="sm" c="dimmed" mt="md">
        End Users → Home, Data Scientists → Training
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
