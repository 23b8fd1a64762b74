import { m } from "@/paraglide/messages";
import classes from "./ActionList.module.css";
import { type Action, termsOf } from "./bars";

/** The corporate actions of the range in words, the newest first. */
export function ActionList({ actions }: { actions: Action[] }) {
  if (actions.length === 0) return null;
  return (
    <>
      <h3 className={classes.heading} id="actions">
        {m.stock_corporate_actions()}
      </h3>
      <ul className={classes.list} aria-labelledby="actions">
        {actions.map((action) => (
          <li key={`${action.exDate} ${action.kind} ${action.source}`}>
            <span className="figures">{action.exDate}</span> {termsOf(action)}
            <span className={classes.source}> · {action.source}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
