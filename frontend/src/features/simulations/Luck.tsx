import { Pill } from "@/shared/components/Pill";

/** Below it, luck explains a result as well as skill does. */
const ENOUGH = 0.95;

/** The deflated Sharpe ratio, and whether it rules luck out. */
export function Luck({ value }: { value: number | null }) {
  if (value === null) return "–";
  const isProven = value >= ENOUGH;
  return (
    <Pill
      tone={isProven ? "up" : "quiet"}
      title={
        isProven ? "Above what the best of the trials has by luck" : "Could be luck of the trials so far"
      }
    >
      {value.toFixed(2)}
      {isProven ? "" : ", could be luck"}
    </Pill>
  );
}
