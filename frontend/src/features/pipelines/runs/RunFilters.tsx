import { Chip, Group } from "@mantine/core";
import { DayFilters, Filters, TextFilter } from "@/shared/components/Filters";
import { MAX_TEXT_LENGTH, type PipelineSearch, RUN_STATES, type RunState } from "../search";
import { usePipelineSearch } from "../usePipelineSearch";
import classes from "./RunFilters.module.css";

const ALL = "all";
const LABELS: Record<RunState, string> = {
  running: "Running",
  success: "Success",
  failed: "Failed",
  queued: "Queued",
  cancelled: "Cancelled",
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
        <legend>State</legend>
        <Chip.Group
          value={search.state ?? ALL}
          onChange={(value) => filter({ state: RUN_STATES.find((state) => state === value) })}
        >
          <Group gap={6}>
            <Chip value={ALL} size="sm">
              All
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
        label="Search run_id"
        placeholder="A part of the id"
        maxLength={MAX_TEXT_LENGTH}
        value={search.q}
        onChange={(q) => filter({ q })}
      />
    </Filters>
  );
}
