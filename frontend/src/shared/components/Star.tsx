import { IconStar, IconStarFilled } from "@tabler/icons-react";
import { m } from "@/paraglide/messages";
import { useMyList } from "@/shared/hooks/useMyList";
import classes from "./Star.module.css";

/** Adds a stock to My List, or removes it. */
export function Star({ ticker }: { ticker: string }) {
  const list = useMyList();
  const listed = list.has(ticker);
  const Icon = listed ? IconStarFilled : IconStar;
  return (
    <button
      type="button"
      className={classes.star}
      aria-pressed={listed}
      aria-label={m.shared_in_my_list({ ticker })}
      title={listed ? m.shared_remove_from_my_list() : m.shared_add_to_my_list()}
      disabled={!list.known}
      onClick={() => list.set(ticker, !listed)}
    >
      <Icon size={18} aria-hidden />
    </button>
  );
}
