import { Card, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useUser } from "@/api/session";
import { m } from "@/paraglide/messages";
import { Filters, SelectFilter } from "@/shared/components/Filters";
import { PagedList } from "@/shared/components/PagedList";
import { PageTitle } from "@/shared/components/PageTitle";
import { lastLook, look } from "@/shared/jobs/lastLook";
import { allJobs, useJobs } from "@/shared/jobs/queries";
import { oneOf } from "@/shared/search";
import { JobsTable } from "./JobsTable";
import { type JobsSearch, KINDS, STATES } from "./search";
import { KIND_NAMES, STATE_NAMES } from "./words";

const route = getRouteApi("/shell/jobs");

/** The long work that the user has requested, or for data scientists that everybody has. */
export function JobsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const user = useUser();
  const { kind, state, by, page } = search;
  const wanted = {
    ...(kind ? { kind } : {}),
    ...(state ? { state } : {}),
    mine: by !== "all",
    page: page ?? 1,
  };
  const jobs = useJobs(wanted);
  const since = useLook(user?.id ?? "");
  const change = (part: JobsSearch) =>
    void navigate({
      search: (old) => ({ ...old, page: undefined, ...part }),
      replace: true,
      resetScroll: false,
    });
  const filtered = kind !== undefined || state !== undefined || by !== undefined;
  return (
    <>
      <PageTitle mb={4}>{m.jobs_title()}</PageTitle>
      <Text c="dimmed" mb="md">
        {m.jobs_lead()}
      </Text>
      <Card>
        <Filters
          filtered={filtered}
          onReset={() => change({ kind: undefined, state: undefined, by: undefined })}
        >
          {user?.role !== "end_user" && (
            <>
              <SelectFilter
                label={m.jobs_requested_by()}
                all={m.jobs_you()}
                options={{ all: m.jobs_everybody() }}
                value={by}
                onChange={(chosen) => change({ by: oneOf(["all"] as const, chosen) })}
              />
              <SelectFilter
                label={m.jobs_kind()}
                all={m.jobs_kind_all()}
                options={KIND_NAMES}
                value={kind}
                onChange={(chosen) => change({ kind: oneOf(KINDS, chosen) })}
              />
            </>
          )}
          <SelectFilter
            label={m.jobs_state()}
            all={m.jobs_state_all()}
            options={STATE_NAMES}
            value={state}
            onChange={(chosen) => change({ state: oneOf(STATES, chosen) })}
          />
        </Filters>
        <PagedList
          noun="job"
          query={jobs}
          filtered={filtered}
          hint={user?.role === "end_user" ? m.jobs_hint_investor() : m.jobs_hint_scientist()}
          onPage={(next) => change({ page: next })}
        >
          {(rows, isPage) => (
            <JobsTable
              jobs={rows}
              isPage={isPage}
              readAll={() => allJobs(wanted)}
              since={since}
              username={user?.username ?? ""}
            />
          )}
        </PagedList>
      </Card>
    </>
  );
}

/** The user's look before this one; this one begins and ends with the page. */
function useLook(userId: string): string {
  const [before] = useState(() => lastLook(userId));
  useEffect(() => {
    look(userId);
    return () => void look(userId);
  }, [userId]);
  return before;
}
