import { Alert, type AlertProps } from "@mantine/core";

/** What a page wants to be noticed, and is no error; its title is dark enough to be read on the notice's colour. */
export function Notice(props: AlertProps) {
  return (
    <Alert
      color="yellow"
      styles={{ title: { color: "var(--middling)" }, message: { color: "var(--mantine-color-text)" } }}
      {...props}
    />
  );
}
