/** An address of the web as it can be opened; `undefined` for any other, such as one that runs a script. */
export function linkOf(url: string): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed && ["http:", "https:"].includes(parsed.protocol) ? parsed.href : undefined;
}
