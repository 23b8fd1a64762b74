import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { memberName } from "@/shared/format/codes";
import { decimal, skill } from "@/shared/format/numbers";
import { horizonOf } from "@/shared/format/targets";
import { HORIZONS, type Horizon } from "@/shared/horizons";
import type { VersionDetail } from "./queries";

/** The members of the ensembles: weight and skill at each horizon, averaged over the tickers. */
export function Members({ version }: { version: VersionDetail }) {
  const names = [...new Set(version.members.map(({ member }) => member))];
  return (
    <FigureTable<string>
      caption={m.models_weight_and_skill_averaged_over_the()}
      minWidth={560}
      rows={names}
      keyOf={(name) => name}
      columns={[
        { name: m.models_member(), of: memberName },
        ...HORIZONS.map((horizon) => ({
          name: horizonOf(version, horizon),
          label: horizon,
          of: (name: string) => figuresOf(version, name, horizon),
        })),
      ]}
    />
  );
}

function figuresOf({ members }: VersionDetail, name: string, horizon: Horizon) {
  const row = members.find((one) => one.member === name && one.horizon === horizon);
  return (
    row &&
    m.models_member_figures({
      weight: decimal(row.weight, 2),
      skill: skill(row.skill),
      proven: row.proven,
      tickers: row.tickers,
    })
  );
}
