const FOCUSABLE = "input:not([type=hidden]):not(:disabled), button:not(:disabled), [tabindex]";

/** Scroll to the field at a path, or to the nearest field or card around it, and focus it. */
export function jumpTo(path: string): void {
  const place = placeOf(path);
  const target = place?.matches(FOCUSABLE) ? place : place?.querySelector<HTMLElement>(FOCUSABLE);
  // A card takes the focus where the fault is its own.
  const focused = target ?? place;
  focused?.focus({ preventScroll: true });
  focused?.scrollIntoView({ block: "center" });
}

/** The path whose field comes first on the page. */
export function firstOnPage(paths: readonly string[]): string | undefined {
  const places = paths.map((path) => ({ path, place: placeOf(path) }));
  const isBefore = (place: HTMLElement | null, other: HTMLElement | null) =>
    place !== null &&
    (other === null || (place.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0);
  return places.reduce<(typeof places)[number] | undefined>(
    (first, next) => (first === undefined || isBefore(next.place, first.place) ? next : first),
    undefined,
  )?.path;
}

/** The element of a field, or of the nearest field or card around it. */
function placeOf(path: string): HTMLElement | null {
  // A card with one field has the same path; the innermost element is the field.
  const element = [...document.querySelectorAll<HTMLElement>(`[data-field="${CSS.escape(path)}"]`)].at(-1);
  if (element !== undefined || !path.includes(".")) return element ?? null;
  return placeOf(path.slice(0, path.lastIndexOf(".")));
}
