/** Each value with its text, as the options of a filter. */
export function optionsOf(
  values: readonly string[],
  word: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(values.map((value) => [value, word(value)]));
}

export const upper = (word: string) => word.toUpperCase();
