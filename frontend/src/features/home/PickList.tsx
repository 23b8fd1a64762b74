import { Skeleton } from "@mantine/core";
import { Pick, type PickOf } from "./Pick";
import classes from "./PickList.module.css";

/** Stocks side by side; on a phone the row scrolls sideways. */
export function PickList({ picks, label }: { picks: PickOf[]; label: string }) {
  return (
    <ul className={classes.list} aria-label={label}>
      {picks.map((pick) => (
        <li key={pick.ticker} className={classes.item}>
          <Pick pick={pick} />
        </li>
      ))}
    </ul>
  );
}

export function PickListSkeleton() {
  return (
    <div className={classes.list}>
      {["first", "second", "third", "fourth", "fifth"].map((key) => (
        <Skeleton key={key} className={classes.item} height={150} />
      ))}
    </div>
  );
}
