import type { EventKind } from "./queries";

export const EVENT_LABELS: Record<EventKind, string> = {
  ceiling: "Ceiling",
  floor: "Floor",
  high_52_weeks: "52-week high",
  low_52_weeks: "52-week low",
  volume_spike: "Volume spike",
  restatement: "Restatement",
  ex_date: "Ex-date",
  joined_vn30: "Joined the VN30",
  left_vn30: "Left the VN30",
};
