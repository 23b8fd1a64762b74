import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { count, decimal, significant } from "@/shared/format/numbers";
import { FeatureName } from "./FeatureName";
import type { Features } from "./useFeatures";

type Props = { rows: Features["importances"]; descriptions: Features["descriptions"] };

const NONE = "–";

/** All importances of a model in a market regime, in figures. */
export function ImportanceTable({ rows, descriptions }: Props) {
  return (
    <FigureTable
      caption={m.shared_features_by_luck({ count: rows.length })}
      minWidth={560}
      rows={rows}
      keyOf={({ feature }) => feature}
      columns={[
        { name: m.shared_feature(), of: ({ feature }) => <FeatureName {...{ feature, descriptions }} /> },
        {
          name: m.shared_group(),
          isWords: true,
          of: ({ feature }) => descriptions[feature]?.group ?? NONE,
        },
        { name: m.shared_importance(), of: ({ importance }) => significant(importance, 3) },
        { name: m.shared_standard_error(), of: ({ stdError }) => significant(stdError, 2) },
        { name: m.shared_p_value(), of: ({ pValue }) => decimal(pValue, 3) },
        { name: m.shared_models(), of: ({ models }) => count(models) },
      ]}
    />
  );
}
