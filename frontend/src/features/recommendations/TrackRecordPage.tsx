import { Card, Stack, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { Filters, SelectFilter } from "@/shared/components/Filters";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { count } from "@/shared/format/numbers";
import { capital } from "@/shared/format/words";
import { oneOf } from "@/shared/search";
import { ConfidenceDiagrams } from "./ConfidenceDiagrams";
import { Frame } from "./Frame";
import { GroupTable } from "./GroupTable";
import { optionsOf, upper } from "./options";
import { type TrackRecord, useTrackRecord } from "./queries";
import { LATER_HORIZONS, PROFILES, type RecordSearch } from "./search";

const route = getRouteApi("/shell/recommendations/track-record");

const GROUPS = [
  ["profile", "By profile"],
  ["regime", "By regime of the market"],
  ["version", "By model version"],
  ["origin", "Made in time, or backfilled"],
] as const;

/** What has come of the recommendations: by group, with errors, beside two baselines. */
export function TrackRecordPage() {
  return (
    <Frame title={m.recommendations_track_record()}>
      <Record />
    </Frame>
  );
}

function Record() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useTrackRecord(search);
  const change = (part: RecordSearch) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true, resetScroll: false });
  return (
    <>
      <Filters
        filtered={search.profile !== undefined || search.horizon !== undefined}
        onReset={() => change({ profile: undefined, horizon: undefined })}
      >
        <SelectFilter
          label={m.recommendations_profile()}
          all={m.recommendations_of_my_settings()}
          options={optionsOf(PROFILES, capital)}
          value={search.profile}
          onChange={(profile) => change({ profile: oneOf(PROFILES, profile) })}
        />
        <SelectFilter
          label={m.recommendations_horizon()}
          all="7D"
          options={optionsOf(LATER_HORIZONS, upper)}
          value={search.horizon}
          onChange={(horizon) => change({ horizon: oneOf(LATER_HORIZONS, horizon) })}
        />
      </Filters>
      <Loaded
        query={query}
        what={m.recommendations_the_track_record()}
        skeleton={<SkeletonLines lines={12} height={32} />}
      >
        {(record) => <Parts record={record} />}
      </Loaded>
    </>
  );
}

function Parts({ record }: { record: TrackRecord }) {
  const { profile, horizon, judged, open, groups } = record;
  const labels = groups.label ?? [];
  const kind = `profile ${profile} at ${horizon.toUpperCase()}`;
  if (judged === 0) {
    return (
      <Card>
        <Empty title={`No recommendation of the ${kind} is judged yet`}>
          {count(open)} are open. Each is judged when its horizon is over.
        </Empty>
      </Card>
    );
  }
  const sessions = labels.flatMap(({ firstSession, lastSession }) => [firstSession, lastSession]).sort();
  return (
    <Stack>
      <Card component="section" aria-labelledby="labels">
        <Title order={2} size="h4" id="labels">
          {m.recommendations_by_label_beside_two_baselines()}
        </Title>
        <Text size="sm" c="dimmed" mb="sm">
          {count(judged)} recommendations of the {kind}, made after the sessions {sessions[0]} to{" "}
          {sessions.at(-1)}, are judged; {count(open)} are open. Gain: of following the label, against the
          VN30, after costs, in sessions that could be traded. Errors are Newey-West standard errors over
          sessions, since recommendations of neighbouring sessions share their outcomes. A gain within two
          errors of 0 is not proven.
        </Text>
        <GroupTable
          title={m.recommendations_by_label_beside_two_baselines()}
          rows={[...labels, ...(groups.baseline ?? [])]}
        />
      </Card>
      <Card component="section" aria-labelledby="reliability">
        <Title order={2} size="h4" id="reliability">
          {m.recommendations_does_the_confidence_hold()}
        </Title>
        <Text size="sm" c="dimmed" mb="sm">
          {m.recommendations_confidence_is_the_chance_that_the()}
        </Text>
        <ConfidenceDiagrams bands={groups.confidence ?? []} />
      </Card>
      {GROUPS.map(([group, title]) => {
        const rows = groups[group] ?? [];
        return (
          rows.length > 0 && (
            <Card component="section" key={group} aria-labelledby={group}>
              <Title order={2} size="h4" id={group} mb="xs">
                {title}
              </Title>
              <GroupTable title={title} rows={rows} />
            </Card>
          )
        );
      })}
    </Stack>
  );
}
