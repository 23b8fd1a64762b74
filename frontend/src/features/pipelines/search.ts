/** What the address of the page holds; filled by the screen. */
export type PipelineSearch = Record<string, never>;

export function pipelineSearch(_raw: Record<string, unknown>): PipelineSearch {
  return {};
}
