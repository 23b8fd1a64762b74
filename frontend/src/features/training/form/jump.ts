const FOCUSABLE = "input:not([type=hidden]):not(:disabled), button:not(:disabled), [tabindex]";

/** Scroll to the field at a path, or to what it is a part of, and focus it. */
export function jumpTo(path: string): void {
  const place = placeOf(path);
  const target = place?.matches(FOCUSABLE) ? place : place?.querySelector<HTMLElement>(FOCUSABLE);
  // Cards themselves take the focus where it is the card that is at fault.
  const focused = target ?? place;
  focused?.focus({ preventScroll: true });
  focused?.scrollIntoView({ block: "center" });
}

/** That of some paths whose field is the first on the page. */
export function firstOnPage(paths: readonly string[]): string | undefined {
  const places = paths.map((path) => ({ path, place: placeOf(path) }));
  const isBefore = (one: HTMLElement | null, other: HTMLElement | null) =>
    one !== null &&
    (other === null || (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0);
  return places.reduce<(typeof places)[number] | undefined>(
    (first, next) => (first === undefined || isBefore(next.place, first.place) ? next : first),
    undefined,
  )?.path;
}

/** The element of a field, or of the nearest thing that the field is a part of. */
function placeOf(path: string): HTMLElement | null {
  // A card that has one field has its path too: the field within it is meant.
  const found = [...document.querySelectorAll<HTMLElement>(`[data-field="${CSS.escape(path)}"]`)].at(-1);
  if (found !== undefined || !path.includes(".")) return found ?? null;
  return placeOf(path.slice(0, path.lastIndexOf(".")));
}
