import { type CSSVariablesResolver, createTheme } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { DECIMAL } from "@/shared/format/numbers";

const DIALOG = {
  // Its heading is a <header>, which would be a second banner of the page.
  attributes: { header: { role: "none" } },
  closeButtonProps: { "aria-label": m.shared_close() },
};

/** The visual system of the specification: 16 px spacing, 8 px card radius, subtle shadows, one blue. */
export const theme = createTheme({
  primaryColor: "blue",
  colors: {
    // From the texts of the dark theme to its deepest background.
    dark: [
      "#e3e6e9",
      "#b4bcc4",
      "#909aa3",
      "#687078",
      "#3b4148",
      "#2a2f35",
      "#1f2226",
      "#141618",
      "#101214",
      "#0b0c0e",
    ],
  },
  primaryShade: 9,
  defaultRadius: 8,
  fontFamily: "Inter, system-ui, -apple-system, Segoe UI, Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
  focusRing: "auto",
  cursorType: "pointer",
  respectReducedMotion: true,
  headings: { fontWeight: "650" },
  // By name, so that a page loads the components that it uses alone.
  components: {
    Card: { defaultProps: { padding: "md", shadow: "xs", withBorder: true } },
    Drawer: { defaultProps: DIALOG },
    Modal: { defaultProps: DIALOG },
    // Either sign may be typed; the language's own is written.
    NumberInput: { defaultProps: { decimalSeparator: DECIMAL, allowedDecimalSeparators: [".", ","] } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": m.app_close_the_message() } } },
  },
});

/** Mantine's grey of secondary text has too little contrast. */
const TEXTS = { "--mantine-color-dimmed": "var(--quiet)", "--mantine-color-error": "var(--down)" };

/** What the theme changes of Mantine's colours; `shared/base.css` has the app's own. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...TEXTS, "--mantine-color-body": "#f6f7f9", "--mantine-color-placeholder": "#687078" },
  dark: {
    ...TEXTS,
    "--mantine-color-anchor": "var(--accent)",
    "--mantine-color-placeholder": "#9aa3ab",
  },
});
