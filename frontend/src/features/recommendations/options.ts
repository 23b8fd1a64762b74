/** Each value with its text, as the options of a filter. */
export function optionsOf(
  values: readonly string[],
  word: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(values.map((value) => [value, word(value)]));
}

export const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
export const upper = (word: string) => word.toUpperCase();
