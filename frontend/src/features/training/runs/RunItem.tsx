import { Group, Progress, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { Pill, StatePill } from "@/shared/components/Pill";
import { percent } from "@/shared/format/numbers";
import { targetOf } from "@/shared/format/targets";
import { time } from "@/shared/format/times";
import { isActive, type RunRow } from "../runQueries";
import classes from "./RunList.module.css";

/** A run in the list, as a link to its details. */
export function RunItem({ run, isWatched }: { run: RunRow; isWatched: boolean }) {
  return (
    <li>
      <Link
        from="/training"
        to="/training"
        search={(old) => ({ ...old, tab: "runs" as const, run: run.runId, other: undefined })}
        className={classes.item}
        aria-current={isWatched ? "page" : undefined}
        resetScroll={false}
      >
        <Group justify="space-between" gap={8} wrap="nowrap">
          <Text span size="sm" fw={600} className="figures">
            {time(run.createdAt)}
          </Text>
          <Group gap={4} wrap="nowrap">
            {run.suspicious && <Pill tone="middling">{m.training_suspicious()}</Pill>}
            <StatePill state={run.state} />
          </Group>
        </Group>
        <Text span display="block" size="sm" c="dimmed" lineClamp={2}>
          {run.owner}, {run.configSummary}
        </Text>
        {run.isResearch && (
          <Text span display="block" size="sm" fw={600}>
            {m.training_research({ run: targetOf(run) })}
          </Text>
        )}
        {run.groupId && (
          <Text span display="block" size="sm">
            {m.training_group_2({ groupId: run.groupId.slice(0, 8) })}
          </Text>
        )}
        {run.notes && (
          <Text span display="block" size="sm" lineClamp={1}>
            “{run.notes}”
          </Text>
        )}
        {isActive(run) && (
          <Progress
            mt={4}
            size="sm"
            value={run.progressPct}
            aria-label={m.training_progress({ progressPct: percent(run.progressPct, 0) })}
          />
        )}
      </Link>
    </li>
  );
}
