import { EVENT_LABELS } from "./eventLabels";
import type { ItemKind } from "./queries";

/** What a list of articles and events can be filtered by, in words. */
export const KIND_LABELS: Record<ItemKind, string> = {
  article: "News",
  event: "All events",
  ...EVENT_LABELS,
};

export const ITEM_KINDS = Object.keys(KIND_LABELS) as ItemKind[];
