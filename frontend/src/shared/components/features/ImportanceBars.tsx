import { m } from "@/paraglide/messages";
import { decimal, significant } from "@/shared/format/numbers";
import { FeatureName } from "./FeatureName";
import classes from "./ImportanceBars.module.css";
import type { Features } from "./useFeatures";

type Props = { rows: Features["importances"]; descriptions: Features["descriptions"] };

/** Importances as bars with their errors; the figures stand beside them. */
export function ImportanceBars({ rows, descriptions }: Props) {
  const reach = Math.max(...rows.map(({ importance, stdError }) => Math.abs(importance) + (stdError ?? 0)));
  const share = (size: number) => `${reach > 0 ? (100 * Math.max(0, size)) / reach : 0}%`;
  return (
    <ul className={classes.list} aria-label={m.shared_importances()}>
      {rows.map(({ feature, importance, stdError, pValue }) => {
        const size = Math.abs(importance);
        const error = stdError ?? 0;
        return (
          <li key={feature}>
            <span>
              <FeatureName feature={feature} descriptions={descriptions} />
            </span>
            <span className={classes.track} aria-hidden>
              <span
                className={classes.bar}
                data-negative={importance < 0 || undefined}
                style={{ width: share(size) }}
              />
              <span
                className={classes.error}
                style={{ left: share(size - error), width: share(error + Math.min(size, error)) }}
              />
            </span>
            <span className="figures">
              {significant(importance, 2)}
              {stdError !== null && ` ± ${significant(stdError, 1)}`}
              {pValue !== null && `, p ${decimal(pValue, 3)}`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
