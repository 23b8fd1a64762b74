import { Alert, type AlertProps } from "@mantine/core";

type Kind = "note" | "warning" | "alert" | "error";

// Mantine's colour of the background, and a text colour with enough contrast on it.
const COLOURS: Record<Kind, { color: string; text: string }> = {
  note: { color: "gray", text: "var(--mantine-color-text)" },
  warning: { color: "yellow", text: "var(--middling)" },
  alert: { color: "orange", text: "var(--middling)" },
  error: { color: "red", text: "var(--down)" },
};

type Props = Omit<AlertProps, "color" | "styles"> & { kind?: Kind };

/** A notice within a page. Its title has the colour of its kind, and so has its text where there is no title. */
export function Notice({ kind = "warning", ...props }: Props) {
  const { color, text } = COLOURS[kind];
  const message = props.title === undefined ? text : "var(--mantine-color-text)";
  return <Alert color={color} styles={{ title: { color: text }, message: { color: message } }} {...props} />;
}
