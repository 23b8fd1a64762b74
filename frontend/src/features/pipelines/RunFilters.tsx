import { Anchor, Chip, Group, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import classes from "./RunFilters.module.css";
import { isDay, type PipelineSearch, RUN_STATES, type RunState } from "./search";
import { useDraftOf } from "./useDraftOf";
import { usePipelineSearch } from "./usePipelineSearch";

const ALL = "all";
const LABELS: Record<RunState, string> = {
  running: "Running",
  success: "Success",
  failed: "Failed",
  queued: "Queued",
  cancelled: "Cancelled",
};

/** Which runs are listed; the address holds it, and another filter begins at the first page. */
export function RunFilters({ filtered }: { filtered: boolean }) {
  const { search, change } = usePipelineSearch();
  const filter = (part: PipelineSearch) => change({ ...part, page: undefined }, { replace: true });
  const from = useDraftOf(search.from, (value) => filter({ from: value }), isDay);
  const to = useDraftOf(search.to, (value) => filter({ to: value }), isDay);
  const text = useDraftOf(search.q, (value) => filter({ q: value }));
  const backwards = search.from !== undefined && search.to !== undefined && search.from > search.to;
  return (
    <div className={classes.filters}>
      <fieldset className={classes.states}>
        <legend>State</legend>
        <Chip.Group
          value={search.state ?? ALL}
          onChange={(value) => filter({ state: RUN_STATES.find((one) => one === value) })}
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
      <TextInput type="date" label="From (ICT)" size="sm" {...from} />
      <TextInput
        type="date"
        label="To (ICT)"
        size="sm"
        error={backwards ? "Before From" : undefined}
        {...to}
      />
      <TextInput
        type="search"
        label="Search run_id"
        size="sm"
        placeholder="A part of the id"
        maxLength={250}
        leftSection={<IconSearch size={14} aria-hidden />}
        className={classes.search}
        {...text}
      />
      <Anchor
        component="button"
        type="button"
        size="sm"
        className={classes.reset}
        disabled={!filtered}
        onClick={() => filter({ state: undefined, from: undefined, to: undefined, q: undefined })}
      >
        Reset filters
      </Anchor>
    </div>
  );
}
