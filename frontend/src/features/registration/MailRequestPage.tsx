import { Button, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FrontCard } from "@/shared/components/FrontCard";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { PageTitle } from "@/shared/components/PageTitle";
import { TextLink } from "@/shared/components/TextLink";
import { faultOf, useAuthOptions, useRequestPasswordReset, useRequestRegistration } from "./queries";

/** Asks for the mail that makes an account. */
export function RegisterPage() {
  const request = useRequestRegistration();
  return (
    <MailRequest
      title={m.registration_register()}
      text={m.registration_register_text()}
      feature="registration"
      request={request}
    />
  );
}

/** Asks for the mail that sets a new password. */
export function ForgotPasswordPage() {
  const request = useRequestPasswordReset();
  return (
    <MailRequest
      title={m.registration_reset()}
      text={m.registration_reset_text()}
      feature="passwordReset"
      request={request}
    />
  );
}

type Props = {
  title: string;
  text: string;
  feature: keyof Schemas["Options"];
  request: ReturnType<typeof useRequestRegistration> | ReturnType<typeof useRequestPasswordReset>;
};

function MailRequest({ title, text, feature, request }: Props) {
  const options = useAuthOptions();
  const [email, setEmail] = useState("");
  const fault = faultOf(request.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    request.mutate({ body: { email: email.trim() } });
  }

  return (
    <FrontCard>
      <PageTitle>{title}</PageTitle>
      <Loaded query={options} what={m.registration_options()} skeleton={<SkeletonLines lines={3} />}>
        {(open) =>
          !open[feature].isOpen ? (
            <Notice kind="note">{open[feature].reason}</Notice>
          ) : request.data ? (
            <Notice kind="note" role="status">
              {request.data.message}
            </Notice>
          ) : (
            <form onSubmit={submit}>
              <Stack gap="md">
                <Text size="sm" c="dimmed">
                  {text}
                </Text>
                {fault && (
                  <Notice kind="error" role="alert">
                    {fault.message}
                  </Notice>
                )}
                <TextInput
                  label={m.registration_mail()}
                  type="email"
                  name="email"
                  autoComplete="email"
                  required
                  maxLength={254}
                  value={email}
                  onChange={(event) => setEmail(event.currentTarget.value)}
                />
                <Button type="submit" loading={request.isPending} fullWidth>
                  {m.registration_send()}
                </Button>
              </Stack>
            </form>
          )
        }
      </Loaded>
      <Text size="sm" mt="md">
        <TextLink to="/login">{m.registration_back()}</TextLink>
      </Text>
    </FrontCard>
  );
}
