import { Card, type CSSVariablesResolver, createTheme, Drawer, Modal, Notification } from "@mantine/core";
import { m } from "@/paraglide/messages";

// The heading of a dialog is a <header>, which would be a second banner of the page.
const NO_BANNER = { attributes: { header: { role: "none" } } };

/** The visual system of the specification: 16 px spacing, 8 px card radius, subtle shadows, one blue. */
export const theme = createTheme({
  primaryColor: "blue",
  primaryShade: 9,
  defaultRadius: 8,
  fontFamily: "Inter, system-ui, -apple-system, Segoe UI, Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
  focusRing: "auto",
  cursorType: "pointer",
  respectReducedMotion: true,
  headings: { fontWeight: "650" },
  components: {
    Card: Card.extend({ defaultProps: { padding: "md", shadow: "xs", withBorder: true } }),
    Drawer: Drawer.extend({ defaultProps: NO_BANNER }),
    Modal: Modal.extend({ defaultProps: NO_BANNER }),
    Notification: Notification.extend({
      defaultProps: { closeButtonProps: { "aria-label": m.app_close_the_message() } },
    }),
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
    "--mantine-color-body": "#141618",
    "--mantine-color-text": "#e3e6e9",
    "--mantine-color-anchor": "var(--accent)",
    "--mantine-color-placeholder": "#9aa3ab",
  },
});
