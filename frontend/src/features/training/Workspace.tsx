import { Group, Tabs } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { Pill } from "@/shared/components/Pill";
import { ConfigTab } from "./config/ConfigTab";
import { LeaveGuard } from "./LeaveGuard";
import { isActive, useRuns } from "./runQueries";
import { useDraft } from "./useDraft";

const RunsTab = lazy(() => import("./runs/RunsTab").then(({ RunsTab }) => ({ default: RunsTab })));

const route = getRouteApi("/shell/training");

type Props = { schema: Schemas["ConfigSchema"]; active: Schemas["ActiveConfig"] };

/** Configuration and runs as tabs; edits are kept when the tab changes. */
export function Workspace({ schema, active }: Props) {
  const { tab = "configuration" } = route.useSearch();
  const navigate = route.useNavigate();
  const draft = useDraft(active);
  const running = useRuns(1, undefined).data?.data.filter(isActive) ?? [];

  return (
    <>
      <LeaveGuard hasChanges={draft.changes.length > 0} />
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ search: next === "runs" ? { tab: "runs" } : {} })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="configuration">{m.training_configuration()}</Tabs.Tab>
          <Tabs.Tab value="runs">
            <Group gap={8} wrap="nowrap">
              {m.training_runs()}
              {running.length > 0 && (
                <Pill tone="accent">{m.training_active({ count: running.length })}</Pill>
              )}
            </Group>
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="configuration">
          <ConfigTab schema={schema} active={active} draft={draft} running={running} />
        </Tabs.Panel>
        <Tabs.Panel value="runs">
          <Suspense>
            <RunsTab base={draft.base} hasChanges={draft.changes.length > 0} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
