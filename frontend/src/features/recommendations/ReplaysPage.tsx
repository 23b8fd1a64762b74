import { Card, Text } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { MadeByDag } from "@/shared/components/MadeByDag";
import { PagedList } from "@/shared/components/PagedList";
import { Pill } from "@/shared/components/Pill";
import { count } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import { DifferenceTable } from "./DifferenceTable";
import { Frame } from "./Frame";
import { useReplay, useReplays } from "./queries";
import classes from "./ReplaysPage.module.css";
import { causeWords } from "./replay";

type Replay = Schemas["Replay"];

/** Past recommendations that were made again: whether they came out the same, and what restatements changed. */
export function ReplaysPage() {
  return (
    <Frame title={m.recommendations_replays()}>
      <Replays />
    </Frame>
  );
}

function Replays() {
  const [page, setPage] = useState(1);
  const query = useReplays(page);
  return (
    <Card>
      <Text size="sm" c="dimmed" mb="sm">
        {m.recommendations_a_run_of_vn30_recommendations_for()}
      </Text>
      <PagedList
        noun="replay"
        query={query}
        filtered={false}
        hint={
          <MadeByDag dag="vn30_recommendations">
            {m.recommendations_trigger_vn30_recommendations_for_a_past()}
          </MadeByDag>
        }
        onPage={(page) => setPage(page ?? 1)}
      >
        {(rows) => (
          <ul className={classes.list}>
            {rows.map((replay) => (
              <ReplayItem key={replay.replayId} replay={replay} />
            ))}
          </ul>
        )}
      </PagedList>
    </Card>
  );
}

function ReplayItem({ replay }: { replay: Replay }) {
  const [isOpen, setOpen] = useState(false);
  const times = { made: time(replay.originalMadeAt), again: time(replay.replayedAt) };
  return (
    <li>
      <Text fw={600}>
        {m.recommendations_session_of({ session: replay.session })}{" "}
        <Pill tone={replay.isIdentical ? "up" : "middling"}>
          {replay.isIdentical ? m.recommendations_identical() : m.recommendations_different()}
        </Pill>
      </Text>
      <Text size="sm">
        {replay.basis === "then"
          ? m.recommendations_made_again_then(times)
          : m.recommendations_made_again_now(times)}{" "}
        {causeWords(replay)}
      </Text>
      {!replay.isIdentical && (
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>
            {m.recommendations_differ({
              number: count(replay.changedRecommendations),
              count: replay.changedRecommendations,
              labels: count(replay.changedLabels),
            })}
          </summary>
          {isOpen && <Differences replayId={replay.replayId} />}
        </details>
      )}
    </li>
  );
}

function Differences({ replayId }: { replayId: string }) {
  const query = useReplay(replayId);
  return (
    <Loaded query={query} what={m.recommendations_the_differences()} skeleton={<SkeletonLines lines={4} />}>
      {({ differences }) => <DifferenceTable differences={differences} />}
    </Loaded>
  );
}
