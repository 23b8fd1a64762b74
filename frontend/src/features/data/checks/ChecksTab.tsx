import { FindingsCard } from "./FindingsCard";
import { LookaheadCard } from "./lookahead/LookaheadCard";
import { NewestReportCard } from "./NewestReportCard";
import { ReportsCard } from "./ReportsCard";

/** What the checks have found: the newest crawl, all findings, the reports, and the look-ahead check. */
export function ChecksTab() {
  return (
    <>
      <NewestReportCard />
      <FindingsCard />
      <ReportsCard />
      <LookaheadCard />
    </>
  );
}
