import { FigureTable } from "@/shared/components/FigureTable";
import { count } from "@/shared/format/numbers";
import { FeatureName } from "./FeatureName";
import type { Features } from "./useFeatures";

type Props = { rows: Features["importances"]; descriptions: Features["descriptions"] };

const NONE = "–";

/** All importances of a model in a market regime, in figures. */
export function ImportanceTable({ rows, descriptions }: Props) {
  return (
    <FigureTable
      caption={`${rows.length} features: some look important by luck.`}
      minWidth={560}
      rows={rows}
      keyOf={({ feature }) => feature}
      columns={[
        { name: "Feature", of: ({ feature }) => <FeatureName {...{ feature, descriptions }} /> },
        {
          name: "Group",
          isWords: true,
          of: ({ feature }) => descriptions[feature]?.group ?? NONE,
        },
        { name: "Importance", of: ({ importance }) => importance.toPrecision(3).replace("-", "−") },
        { name: "Standard error", of: ({ stdError }) => stdError?.toPrecision(2) ?? NONE },
        { name: "p", of: ({ pValue }) => pValue?.toFixed(3) ?? NONE },
        { name: "Models", of: ({ models }) => count(models) },
      ]}
    />
  );
}
