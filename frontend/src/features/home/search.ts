/** What the address of Home holds; filled by the screen. */
export type HomeSearch = Record<string, never>;

export function homeSearch(_raw: Record<string, unknown>): HomeSearch {
  return {};
}
