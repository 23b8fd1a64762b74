import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { m } from "@/paraglide/messages";
import { FrontCard } from "@/shared/components/FrontCard";
import { Notice } from "@/shared/components/Notice";
import { PageTitle } from "@/shared/components/PageTitle";
import { TextLink } from "@/shared/components/TextLink";
import { NewPassword } from "./NewPassword";
import { faultOf, useConfirmRegistration } from "./queries";

/** Name and password of a new account, behind the link in the mail. Market follows. */
export function ConfirmPage() {
  const token = useLocation().hash;
  const navigate = useNavigate();
  const confirm = useConfirmRegistration();
  const [displayName, setDisplayName] = useState("");
  const [password, setPassword] = useState("");
  const fault = faultOf(confirm.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    confirm.mutate(
      { token, displayName: displayName.trim(), password },
      { onSuccess: () => void navigate({ to: "/", replace: true }) },
    );
  }

  return (
    <FrontCard>
      <PageTitle>{m.registration_finish()}</PageTitle>
      <form onSubmit={submit}>
        <Stack gap="md">
          {fault && !fault.ofPassword && (
            <Notice kind="error" role="alert">
              {fault.message}
            </Notice>
          )}
          <TextInput
            label={m.registration_name()}
            name="displayName"
            description={m.registration_name_hint()}
            autoComplete="name"
            required
            maxLength={100}
            value={displayName}
            onChange={(event) => setDisplayName(event.currentTarget.value)}
          />
          <NewPassword
            value={password}
            error={fault?.ofPassword ? fault.message : undefined}
            onChange={setPassword}
          />
          <Button type="submit" loading={confirm.isPending} fullWidth>
            {m.registration_make()}
          </Button>
        </Stack>
      </form>
      <Text size="sm" mt="md">
        <TextLink to="/register">{m.registration_another()}</TextLink>
      </Text>
    </FrontCard>
  );
}
