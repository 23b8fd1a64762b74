import { m } from "@/paraglide/messages";
import { EVENT_LABELS } from "./eventLabels";
import type { ItemKind } from "./queries";

/** What a list of articles and events can be filtered by, in words. */
export const KIND_LABELS: Record<ItemKind, string> = {
  article: m.shared_news(),
  event: m.shared_all_events(),
  ...EVENT_LABELS,
};

export const ITEM_KINDS = Object.keys(KIND_LABELS) as ItemKind[];
