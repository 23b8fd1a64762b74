import { Text } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { HorizonControl } from "@/shared/components/HorizonControl";
import { count, percent, share, skill } from "@/shared/format/numbers";
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
      <HorizonControl of="the folds and regimes" value={horizon} onChange={setChosen} horizons={known} />
      <FigureTable
        caption={
          `Each fold is forecast by models that were fitted on the sessions before it; a regime is that of ` +
          `VNINDEX on the session of the forecast. Errors are means in percent of the last close, ± is one ` +
          `standard error. Of ${rows.length} rows, some look good or bad by luck: a skill of two errors ` +
          `proves nothing.`
        }
        minWidth={860}
        rows={rows}
        keyOf={({ kind, name }) => `${kind} ${name}`}
        columns={[
          { name: "Part", of: ({ kind, name }) => (kind === "fold" ? `Fold ${name}` : capital(name)) },
          { name: "Sessions", of: (row) => <Sessions row={row} /> },
          { name: "Error", of: ({ error }) => percent(error, 2) },
          { name: "Naive", of: ({ naiveError }) => percent(naiveError, 2) },
          { name: "Skill", of: (row) => withError(row.skill, row.skillError) },
          { name: "Rank IC", of: (row) => withError(row.rankIc, row.rankIcError) },
          { name: "In 80 % interval", of: (row) => share(row.coverage, row.coverageError) },
          { name: "Forecasts", of: ({ rows: forecasts }) => count(forecasts) },
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

function withError(value: number | null, error: number | null): string {
  return error === null ? skill(value) : `${skill(value)} ± ${error.toFixed(3)}`;
}
