import { Card, Stack, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { AdviceNotice } from "@/shared/components/AdviceNotice";
import { ConsentGate } from "@/shared/components/ConsentGate";
import { Filters, SelectFilter } from "@/shared/components/Filters";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { PageTitle } from "@/shared/components/PageTitle";
import { count } from "@/shared/format/numbers";
import { oneOf } from "@/shared/search";
import { BaselineTable } from "./BaselineTable";
import { ConfidenceDiagrams } from "./ConfidenceDiagrams";
import { GroupTable } from "./GroupTable";
import { capital, optionsOf, upper } from "./options";
import { type TrackRecord, useTrackRecord } from "./queries";
import { Subnavigation } from "./Subnavigation";
import { HORIZONS, PROFILES, type RecordSearch } from "./search";

const route = getRouteApi("/shell/recommendations/track-record");

const GROUPS = [
  ["label", "By label"],
  ["profile", "By profile"],
  ["confidence", "By confidence"],
  ["regime", "By regime of the market"],
  ["version", "By model version"],
] as const;

/** How recommendations ended: by group, with errors, beside what doing without them would have brought. */
export function TrackRecordPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useTrackRecord(search);
  const change = (part: RecordSearch) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true, resetScroll: false });
  return (
    <>
      <PageTitle mb={4}>Track record</PageTitle>
      <Subnavigation />
      <ConsentGate query={query}>
        {query.data && <AdviceNotice>{query.data.notice}</AdviceNotice>}
        <Filters
          filtered={search.profile !== undefined || search.horizon !== undefined}
          onReset={() => change({ profile: undefined, horizon: undefined })}
        >
          <SelectFilter
            label="Profile"
            all="All profiles"
            options={optionsOf(PROFILES, capital)}
            value={search.profile}
            onChange={(profile) => change({ profile: oneOf(PROFILES, profile) })}
          />
          <SelectFilter
            label="Horizon"
            all="7D"
            options={optionsOf(HORIZONS.slice(1), upper)}
            value={search.horizon}
            onChange={(horizon) => change({ horizon: horizon === "15d" || horizon === "30d" ? horizon : undefined })}
          />
        </Filters>
        <Loaded query={query} what="The track record" skeleton={<SkeletonLines lines={12} height={32} />}>
          {(record) => <Parts record={record} />}
        </Loaded>
      </ConsentGate>
    </>
  );
}

function Parts({ record }: { record: TrackRecord }) {
  if (record.judged === 0) {
    return (
      <Card>
        <Empty title="No recommendation has been judged yet">
          {count(record.open)} are open: each is judged when its horizon is over.
        </Empty>
      </Card>
    );
  }
  return (
    <Stack>
      <Card component="section" aria-labelledby="baselines">
        <Title order={2} size="h4" id="baselines">
          Beside doing without them
        </Title>
        <Text size="sm" c="dimmed" mb="sm">
          {count(record.judged)} recommendations of the sessions {record.firstSession} to {record.lastSession} are
          judged, {count(record.open)} are open. The return against the VN30 is after costs. Errors are standard
          errors by sessions: recommendations of one session share the market and are no independent trials.
        </Text>
        <BaselineTable record={record} />
      </Card>
      <Card component="section" aria-labelledby="confidence">
        <Title order={2} size="h4" id="confidence">
          Does the confidence hold?
        </Title>
        <Text size="sm" c="dimmed" mb="sm">
          The confidence is the chance that the claim comes true. Marks on the diagonal: it was right.
        </Text>
        <ConfidenceDiagrams bins={record.reliability} />
      </Card>
      {GROUPS.map(([group, title]) => {
        const rows = record.groups[group];
        return (
          rows &&
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
