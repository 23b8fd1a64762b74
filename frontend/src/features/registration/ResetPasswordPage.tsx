import { Button, Stack, Text } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { m } from "@/paraglide/messages";
import { FrontCard } from "@/shared/components/FrontCard";
import { Notice } from "@/shared/components/Notice";
import { PageTitle } from "@/shared/components/PageTitle";
import { TextLink } from "@/shared/components/TextLink";
import { NewPassword } from "./NewPassword";
import { faultOf, useConfirmPasswordReset } from "./queries";

/** The new password of an account, behind the link in the mail. */
export function ResetPasswordPage() {
  const token = useLocation().hash;
  const reset = useConfirmPasswordReset();
  const [password, setPassword] = useState("");
  const fault = faultOf(reset.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    reset.mutate({ body: { token, password } });
  }

  return (
    <FrontCard>
      <PageTitle>{m.registration_reset()}</PageTitle>
      {reset.isSuccess ? (
        <Stack gap="md">
          <Notice kind="note" role="status">
            {m.registration_reset_done()}
          </Notice>
          <TextLink to="/login">{m.registration_sign_in()}</TextLink>
        </Stack>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="md">
            {fault && !fault.ofPassword && (
              <Notice kind="error" role="alert">
                {fault.message}
              </Notice>
            )}
            <NewPassword
              value={password}
              error={fault?.ofPassword ? fault.message : undefined}
              onChange={setPassword}
            />
            <Button type="submit" loading={reset.isPending} fullWidth>
              {m.registration_reset_submit()}
            </Button>
          </Stack>
        </form>
      )}
      <Text size="sm" mt="md">
        <TextLink to="/forgot-password">{m.registration_another()}</TextLink>
      </Text>
    </FrontCard>
  );
}
