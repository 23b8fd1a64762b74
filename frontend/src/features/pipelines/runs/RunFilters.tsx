import { Chip, Group } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { DayFilters, Filters, TextFilter } from "@/shared/components/Filters";
import { MAX_TEXT_LENGTH, type PipelineSearch, RUN_STATES, type RunState } from "../search";
import { usePipelineSearch } from "../usePipelineSearch";
import classes from "./RunFilters.module.css";

const ALL = "all";
const LABELS: Record<RunState, string> = {
  running: m.pipelines_running(),
  success: m.pipelines_success(),
  failed: m.pipelines_failed(),
  queued: m.pipelines_queued(),
  cancelled: m.pipelines_cancelled(),
};

/** The filters of the list; the address holds them, and a changed filter returns to the first page. */
export function RunFilters({ filtered }: { filtered: boolean }) {
  const { search, change } = usePipelineSearch();
  const filter = (part: PipelineSearch) => change({ ...part, page: undefined }, { replace: true });
  return (
    <Filters
      filtered={filtered}
      onReset={() => filter({ state: undefined, from: undefined, to: undefined, q: undefined })}
    >
      <fieldset className={classes.states}>
        <legend>{m.pipelines_state()}</legend>
        <Chip.Group
          value={search.state ?? ALL}
          onChange={(value) => filter({ state: RUN_STATES.find((state) => state === value) })}
        >
          <Group gap={6}>
            <Chip value={ALL} size="sm">
              {m.pipelines_all()}
            </Chip>
            {RUN_STATES.map((state) => (
              <Chip key={state} value={state} size="sm">
                {LABELS[state]}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </fieldset>
      <DayFilters from={search.from} to={search.to} onChange={filter} />
      <TextFilter
        label={m.pipelines_search_run_id()}
        placeholder={m.pipelines_a_part_of_the_id()}
        maxLength={MAX_TEXT_LENGTH}
        value={search.q}
        onChange={(q) => filter({ q })}
      />
    </Filters>
  );
}
