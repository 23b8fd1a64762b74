import { PasswordInput } from "@mantine/core";
import { m } from "@/paraglide/messages";

type Props = { value: string; error: string | undefined; onChange: (password: string) => void };

/** The field of a password that its owner chooses. */
export function NewPassword({ value, error, onChange }: Props) {
  return (
    <PasswordInput
      label={m.registration_password()}
      name="password"
      description={m.registration_password_hint()}
      autoComplete="new-password"
      required
      maxLength={200}
      visibilityToggleButtonProps={{ "aria-label": m.registration_show_password(), tabIndex: 0 }}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
