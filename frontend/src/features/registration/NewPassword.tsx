import { PasswordInput } from "@mantine/core";

type Props = { value: string; error: string | undefined; onChange: (password: string) => void };

/** The field of a password that its owner chooses. */
export function NewPassword({ value, error, onChange }: Props) {
  return (
    <PasswordInput
      label="Password"
      name="password"
      description="12 characters or more that are hard to guess, such as four unrelated words"
      autoComplete="new-password"
      required
      maxLength={200}
      visibilityToggleButtonProps={{ "aria-label": "Show or hide the password", tabIndex: 0 }}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
