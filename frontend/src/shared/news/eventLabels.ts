import { m } from "@/paraglide/messages";
import type { EventKind } from "./queries";

export const EVENT_LABELS: Record<EventKind, string> = {
  ceiling: m.shared_ceiling(),
  floor: m.shared_floor(),
  high_52_weeks: m.shared_52_week_high(),
  low_52_weeks: m.shared_52_week_low(),
  volume_spike: m.shared_volume_spike(),
  restatement: m.shared_restatement(),
  ex_date: m.shared_ex_date(),
  joined_vn30: m.shared_joined_the_vn30(),
  left_vn30: m.shared_left_the_vn30(),
};
