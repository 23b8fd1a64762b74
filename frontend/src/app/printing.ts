const SCHEME = "data-mantine-color-scheme";

/** Print in the light theme: paper is white, and browsers leave out dark backgrounds. */
export function printInLight(): void {
  const root = document.documentElement;
  let scheme: string | null = null;
  window.matchMedia("print").addEventListener("change", ({ matches }) => {
    if (matches) {
      scheme = root.getAttribute(SCHEME);
      root.setAttribute(SCHEME, "light");
    } else if (scheme !== null) {
      root.setAttribute(SCHEME, scheme);
    }
  });
}
