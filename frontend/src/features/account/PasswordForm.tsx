import { Button, Card, PasswordInput, Stack, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useUser } from "@/api/session";
import { m } from "@/paraglide/messages";
import { Notice } from "@/shared/components/Notice";
import { type Fault, type Field, faultOf } from "./passwordFault";
import { useChangePassword } from "./queries";

const EMPTY: Record<Field, string> = { currentPassword: "", newPassword: "", again: "" };
/** The API's maximum. */
const MAX_LENGTH = 200;

/** Changes the user's password, with the refusals of the API at their fields. */
export function PasswordForm() {
  const user = useUser();
  const change = useChangePassword();
  const [values, setValues] = useState(EMPTY);
  const [fault, setFault] = useState<Fault | null>(null);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const inputs = event.currentTarget.elements;
    const refuse = (fault: Fault) => {
      setFault(fault);
      const input = fault.field === null ? null : inputs.namedItem(fault.field);
      if (input instanceof HTMLInputElement) input.focus();
    };
    const { currentPassword, newPassword, again } = values;
    if (newPassword !== again) return refuse({ field: "again", message: m.account_passwords_differ() });
    setFault(null);
    change.mutate(
      { currentPassword, newPassword },
      { onSuccess: () => setValues(EMPTY), onError: (error) => refuse(faultOf(error)) },
    );
  }

  const input = (name: Field) => ({
    name,
    required: true,
    maxLength: MAX_LENGTH,
    value: values[name],
    error: fault?.field === name ? fault.message : undefined,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => {
      const { value } = event.currentTarget;
      setValues((old) => ({ ...old, [name]: value }));
    },
  });
  return (
    <Card component="section" aria-labelledby="password">
      <Title order={2} size="h4" id="password" mb="sm">
        {m.account_password_title()}
      </Title>
      <form onSubmit={submit} aria-labelledby="password">
        <Stack gap="sm">
          {fault?.field === null && (
            <Notice kind="error" role="alert">
              {fault.message}
            </Notice>
          )}
          {/* Password managers read whose password it is. */}
          <input name="username" autoComplete="username" value={user?.username ?? ""} readOnly hidden />
          <PasswordInput
            label={m.account_password_current()}
            autoComplete="current-password"
            visibilityToggleButtonProps={toggle(m.account_show_current())}
            {...input("currentPassword")}
          />
          <PasswordInput
            label={m.account_password_new()}
            description={m.account_password_hint()}
            autoComplete="new-password"
            visibilityToggleButtonProps={toggle(m.account_show_new())}
            {...input("newPassword")}
          />
          <PasswordInput
            label={m.account_password_again()}
            autoComplete="new-password"
            visibilityToggleButtonProps={toggle(m.account_show_again())}
            {...input("again")}
          />
          <Button type="submit" loading={change.isPending} style={{ alignSelf: "flex-start" }}>
            {m.account_password_change()}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}

function toggle(label: string) {
  return { "aria-label": label, tabIndex: 0 };
}
