import { Button, Group, Table } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useId } from "react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { Mape } from "@/shared/components/figures";
import { percent, skill } from "@/shared/format/numbers";
import { StoredFiles } from "./StoredFiles";

type Props = {
  artifacts: Schemas["TickerArtifacts"];
  isShown: boolean;
  onToggle: () => void;
  /** Requests new links after the old ones have expired. */
  onRenew: () => void;
};

/** The errors of a ticker; expanded, its plots and files. */
export function ArtifactsRow({ artifacts: { ticker, metrics, files }, isShown, onToggle, onRenew }: Props) {
  const id = useId();
  const errors = [
    { horizon: "7d", mape: metrics.mape7dPct, naive: metrics.naiveMape7dPct, skill: metrics.skill7d },
    { horizon: "15d", mape: metrics.mape15dPct, naive: metrics.naiveMape15dPct, skill: metrics.skill15d },
    { horizon: "30d", mape: metrics.mape30dPct, naive: metrics.naiveMape30dPct, skill: metrics.skill30d },
  ];
  return (
    <>
      <Table.Tr>
        <Table.Th scope="row">{ticker}</Table.Th>
        {errors.map((error) => (
          <Table.Td key={error.horizon}>
            {error.mape == null ? (
              m.training_not_trained()
            ) : (
              <Group gap={6} wrap="nowrap" className="figures">
                <Mape value={error.mape} />/ {percent(error.naive)}, {skill(error.skill)}
              </Group>
            )}
          </Table.Td>
        ))}
        <Table.Td>
          {files.length === 0 ? (
            m.training_removed_by_retention()
          ) : (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={
                isShown ? (
                  <IconChevronDown size={14} aria-hidden />
                ) : (
                  <IconChevronRight size={14} aria-hidden />
                )
              }
              aria-expanded={isShown}
              aria-controls={id}
              aria-label={m.training_plots_and_files_of({ ticker })}
              onClick={onToggle}
            >
              {m.training_plots_files()}
            </Button>
          )}
        </Table.Td>
      </Table.Tr>
      {isShown && (
        <Table.Tr id={id}>
          <Table.Td colSpan={errors.length + 2}>
            <StoredFiles ticker={ticker} files={files} onRenew={onRenew} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}
