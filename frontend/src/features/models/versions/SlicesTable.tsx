import { Text } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { HorizonControl } from "@/shared/components/HorizonControl";
import { regimeName } from "@/shared/format/codes";
import { count, percent, share, signedWithError } from "@/shared/format/numbers";
import { capital } from "@/shared/format/words";
import { HORIZONS, type Horizon } from "@/shared/horizons";
import type { VersionDetail } from "./queries";

type Slice = NonNullable<VersionDetail["slices"][Horizon]>[number];

/** The scores of the test part by walk-forward fold and by market regime, each with its error. */
export function SlicesTable({ version: { slices } }: { version: VersionDetail }) {
  const known = HORIZONS.filter((horizon) => slices[horizon]?.length);
  const [chosen, setChosen] = useState<Horizon>();
  const horizon = chosen ?? known[0];
  const rows = horizon && slices[horizon];
  if (!rows) {
    return (
      <Text size="sm" c="dimmed">
        {m.models_not_recorded_for_this_version_the()}
      </Text>
    );
  }
  return (
    <>
      <HorizonControl
        of={m.models_the_folds_and_regimes()}
        value={horizon}
        onChange={setChosen}
        horizons={known}
      />
      <FigureTable
        caption={m.models_each_fold_is_forecast_by_models({ count: rows.length })}
        minWidth={860}
        rows={rows}
        keyOf={({ kind, name }) => `${kind} ${name}`}
        columns={[
          {
            name: m.models_part(),
            of: ({ kind, name }) => (kind === "fold" ? m.models_fold({ name }) : capital(regimeName(name))),
          },
          { name: m.models_sessions(), of: (row) => <Sessions row={row} /> },
          { name: m.models_error(), of: ({ error }) => percent(error, 2) },
          { name: m.models_naive(), of: ({ naiveError }) => percent(naiveError, 2) },
          { name: m.models_skill(), of: (row) => signedWithError(row.skill, row.skillError, 3) },
          { name: m.models_rank_ic(), of: (row) => signedWithError(row.rankIc, row.rankIcError, 3) },
          { name: m.models_in_80_interval(), of: (row) => share(row.coverage, row.coverageError) },
          { name: m.models_forecasts(), of: ({ rows: forecasts }) => count(forecasts) },
        ]}
      />
    </>
  );
}

/** Their number; those of a fold follow each other, so that its first and last one say which they are. */
function Sessions({ row: { kind, first, last, sessions } }: { row: Slice }) {
  return (
    <>
      {count(sessions)}
      {kind === "fold" && (
        <Text span display="block" size="xs" c="dimmed">
          {first} – {last}
        </Text>
      )}
    </>
  );
}
