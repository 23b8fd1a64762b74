import { Tabs, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { PageTitle } from "@/shared/components/PageTitle";
import { ChangesTab } from "./changes/ChangesTab";
import { QuarantineTab } from "./changes/QuarantineTab";
import { ChecksTab } from "./checks/ChecksTab";
import { CompletenessTab } from "./completeness/CompletenessTab";
import { LakeTab } from "./lake/LakeTab";
import { type DataTab, TABS } from "./search";
import { useDataSearch } from "./useDataSearch";

const LABELS: Record<DataTab, string> = {
  completeness: m.data_completeness(),
  changes: m.data_restatements_and_actions(),
  quarantine: m.data_quarantine(),
  checks: m.data_checks(),
  lake: m.data_lake(),
};

/** The stored data: what is missing, what was changed or rejected, what the checks say, and files to download. */
export function DataPage() {
  const { search, change } = useDataSearch();
  const { tab = "completeness" } = search;
  const open = (next: string | null) => {
    const known = TABS.find((name) => name === next);
    change(
      {
        tab: known === "completeness" ? undefined : known,
        month: undefined,
        severity: undefined,
        page: undefined,
        secondPage: undefined,
        version: undefined,
      },
      false,
    );
  };
  return (
    <>
      <PageTitle mb={4}>{m.data_data()}</PageTitle>
      <Text c="dimmed" mb="md">
        {m.data_what_is_stored_of_days_and()}
      </Text>
      <Tabs value={tab} onChange={open} keepMounted={false}>
        <Tabs.List mb="md">
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {LABELS[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="completeness">
          <CompletenessTab />
        </Tabs.Panel>
        <Tabs.Panel value="changes">
          <ChangesTab />
        </Tabs.Panel>
        <Tabs.Panel value="quarantine">
          <QuarantineTab />
        </Tabs.Panel>
        <Tabs.Panel value="checks">
          <ChecksTab />
        </Tabs.Panel>
        <Tabs.Panel value="lake">
          <LakeTab />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
