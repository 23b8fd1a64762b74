import { m } from "@/paraglide/messages";
import { Filters, SelectFilter, TextFilter } from "@/shared/components/Filters";
import { useGraph } from "../queries";
import { MAX_TEXT_LENGTH } from "../search";

type Level = "info" | "warning" | "error";

export type LogFilter = {
  taskId?: string | undefined;
  ticker?: string | undefined;
  level?: Level | undefined;
};

type LogFiltersProps = {
  dagId: string;
  runId: string;
  filter: LogFilter;
  onChange: (filter: LogFilter) => void;
};

const LEVELS: Record<Level, string> = {
  info: m.pipelines_information_and_more(),
  warning: m.pipelines_warnings_and_errors(),
  error: m.pipelines_errors(),
};

/** The filters of a run's log: stage (a task of the DAG), symbol and level. */
export function LogFilters({ dagId, runId, filter, onChange }: LogFiltersProps) {
  const { data: graph } = useGraph(dagId, runId, false);
  const stages = Object.fromEntries((graph?.nodes ?? []).map((node) => [node.id, node.label]));
  const change = (part: LogFilter) => onChange({ ...filter, ...part });
  return (
    <Filters filtered={Object.values(filter).some((value) => value)} onReset={() => onChange({})}>
      <SelectFilter
        label={m.pipelines_stage()}
        all={m.pipelines_all_stages()}
        options={stages}
        value={filter.taskId}
        onChange={(taskId) => change({ taskId: taskId || undefined })}
      />
      <TextFilter
        label={m.pipelines_symbol()}
        placeholder={m.pipelines_fpt()}
        maxLength={MAX_TEXT_LENGTH}
        value={filter.ticker}
        onChange={(text) => change({ ticker: text?.toUpperCase() })}
      />
      <SelectFilter
        label={m.pipelines_level()}
        all={m.pipelines_all_levels()}
        options={LEVELS}
        value={filter.level}
        onChange={(level) => change({ level: (level || undefined) as Level | undefined })}
      />
    </Filters>
  );
}
