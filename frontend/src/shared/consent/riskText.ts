export type Block = { paragraph: string } | { items: string[] };

/** The paragraphs and lists of a risk text, which has no other Markdown. */
export function blocksOf(text: string): Block[] {
  return text
    .split(/\n{2,}/)
    .filter((block) => block.trim() !== "")
    .map((block) => {
      const [before, ...items] = `\n${block}`.split("\n- ");
      return items.length > 0 ? { items: items.map(oneLine) } : { paragraph: oneLine(before ?? "") };
    });
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ");
}
