import { Alert, type AlertProps } from "@mantine/core";

type Kind = "note" | "warning" | "alert" | "error";

// Mantine's colour of the icon, and a background and a text colour with enough contrast on it in both themes.
const COLOURS: Record<Kind, { color: string; text: string; background: string }> = {
  note: { color: "gray", text: "var(--mantine-color-text)", background: "var(--quiet-tint)" },
  warning: { color: "yellow", text: "var(--middling)", background: "var(--middling-tint)" },
  alert: { color: "orange", text: "var(--middling)", background: "var(--middling-tint)" },
  error: { color: "red", text: "var(--down)", background: "var(--down-tint)" },
};

type Props = Omit<AlertProps, "color" | "styles"> & { kind?: Kind };

/** A notice within a page. Its title has the colour of its kind, and so has its text where there is no title. */
export function Notice({ kind = "warning", ...props }: Props) {
  const { color, text, background } = COLOURS[kind];
  const message = props.title === undefined ? text : "var(--mantine-color-text)";
  return (
    <Alert
      color={color}
      styles={{ root: { background }, title: { color: text }, message: { color: message } }}
      {...props}
    />
  );
}
