import { Card, Stack, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { Filters, SelectFilter } from "@/shared/components/Filters";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { count } from "@/shared/format/numbers";
import { profileName } from "@/shared/format/profiles";
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
  ["profile", m.recommendations_by_profile()],
  ["regime", m.recommendations_by_regime()],
  ["version", m.recommendations_by_version()],
  ["origin", m.recommendations_by_origin()],
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
  const kind = { profile: profileName(profile), horizon: horizon.toUpperCase() };
  if (judged === 0) {
    return (
      <Card>
        <Empty title={m.recommendations_none_judged(kind)}>
          {m.recommendations_are_open({ count: count(open) })}
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
          {m.recommendations_record_words({
            ...kind,
            judged: count(judged),
            open: count(open),
            first: sessions[0] ?? "–",
            last: sessions.at(-1) ?? "–",
          })}
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
