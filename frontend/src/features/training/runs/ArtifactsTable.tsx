import { Button, Group } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useId, useMemo, useState } from "react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { Mape } from "@/shared/components/figures";
import { percent, skill } from "@/shared/format/numbers";
import type { DataColumn, DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import type { FileColumn } from "@/shared/table/useFile";
import { allArtifacts } from "../runQueries";
import { StoredFiles } from "./StoredFiles";

type Artifacts = Schemas["TickerArtifacts"];

type Props = {
  runId: string;
  rows: Artifacts[];
  isPage: boolean;
  /** Requests new links after the old ones have expired. */
  onRenew: () => void;
};

/** The errors of a run by ticker; of an opened one its plots and files. */
export function ArtifactsTable({ runId, rows, isPage, onRenew }: Props) {
  const id = useId();
  const [shown, setShown] = useState<string | null>(null);
  const columns = useMemo(() => columnsWith(id, shown, setShown), [id, shown]);
  return (
    <DataTable
      id="artifacts"
      label={m.training_artifacts_table()}
      caption={m.training_mape_of_the_model_mape_of()}
      minWidth={640}
      columns={columns}
      fileColumns={FILE_COLUMNS}
      rows={rows}
      keyOf={({ ticker }) => ticker}
      fileName="test-errors"
      isPage={isPage}
      readAll={() => allArtifacts(runId)}
      detailOf={({ ticker, files }) =>
        ticker === shown
          ? { id, content: <StoredFiles ticker={ticker} files={files} onRenew={onRenew} /> }
          : null
      }
    />
  );
}

const HORIZONS = ["7d", "15d", "30d"] as const;
type Horizon = (typeof HORIZONS)[number];

function errorsOf({ metrics }: Artifacts, horizon: Horizon) {
  return {
    mape: metrics[`mape${horizon}Pct`],
    naive: metrics[`naiveMape${horizon}Pct`],
    skill: metrics[`skill${horizon}`],
  };
}

const FILE_COLUMNS: FileColumn<Artifacts>[] = HORIZONS.flatMap((horizon) => [
  { id: `naive_mape_${horizon}_pct`, value: (row) => errorsOf(row, horizon).naive },
  { id: `skill_${horizon}`, value: (row) => errorsOf(row, horizon).skill },
]);

function columnsWith(
  id: string,
  shown: string | null,
  onShow: (ticker: string | null) => void,
): DataColumns<Artifacts> {
  return [
    { id: "ticker", name: m.training_ticker(), of: ({ ticker }) => ticker, value: ({ ticker }) => ticker },
    ...HORIZONS.map(
      (horizon): DataColumn<Artifacts> => ({
        id: `mape_${horizon}_pct`,
        name: m.training_mape_naive_skill({ horizon: horizon.toUpperCase() }),
        of: (row) => <Errors {...errorsOf(row, horizon)} />,
        value: (row) => errorsOf(row, horizon).mape,
      }),
    ),
    {
      id: "stored",
      name: m.training_stored(),
      isWords: true,
      of: ({ ticker, files }) =>
        files.length === 0 ? (
          m.training_removed_by_retention()
        ) : (
          <ShowButton
            ticker={ticker}
            controls={id}
            isShown={ticker === shown}
            onToggle={() => onShow(ticker === shown ? null : ticker)}
          />
        ),
    },
  ];
}

function Errors({ mape, naive, skill: above }: ReturnType<typeof errorsOf>) {
  if (mape == null) return m.training_not_trained();
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end">
      <Mape value={mape} />/ {percent(naive)}, {skill(above)}
    </Group>
  );
}

type ShowButtonProps = { ticker: string; controls: string; isShown: boolean; onToggle: () => void };

function ShowButton({ ticker, controls, isShown, onToggle }: ShowButtonProps) {
  const Icon = isShown ? IconChevronDown : IconChevronRight;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<Icon size={14} aria-hidden />}
      aria-expanded={isShown}
      aria-controls={controls}
      aria-label={m.training_plots_and_files_of({ ticker })}
      onClick={onToggle}
    >
      {m.training_plots_files()}
    </Button>
  );
}
