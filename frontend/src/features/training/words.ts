/** A value of the configuration as people read it in a comparison. */
export function wordsFor(value: unknown): string {
  if (value === undefined || value === null || value === "") return "none";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) return value.length > 0 ? value.map(wordsFor).join(", ") : "none";
  if (typeof value === "object") {
    return Object.entries(value)
      .map(([name, below]) => `${name} ${wordsFor(below)}`)
      .join(", ");
  }
  return String(value);
}
