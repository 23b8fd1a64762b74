import { folded } from "@/shared/folded";

/**
 * The entries that have all words of a query, the best first: those that begin with the query, then those where a
 * word begins with its first word, then the others; within each in the order of the entries.
 */
export function matching<Found extends { label: string; words: string }>(
  entries: Found[],
  query: string,
  limit: number,
): Found[] {
  const text = folded(query).trim();
  if (text === "") return entries.slice(0, limit);
  const words = text.split(/\s+/);
  const rank = ({ label, words: known }: Found) => {
    const name = folded(label);
    if (name === text) return 0;
    if (name.startsWith(text)) return 1;
    return known.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(words[0] ?? "")) ? 2 : 3;
  };
  return entries
    .filter((entry) => words.every((word) => entry.words.includes(word)))
    .map((entry) => ({ entry, rank: rank(entry) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ entry }) => entry);
}
