import { Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Schemas } from "@/api/client";
import classes from "./ConfigTab.module.css";
import { ActiveRuns } from "./form/ActiveRuns";
import { AirflowNotice } from "./form/AirflowNotice";
import { ConfigForm } from "./form/ConfigForm";
import { DataWindowCard } from "./form/DataWindowCard";
import { EnsembleCard } from "./form/EnsembleCard";
import { FindingsCard } from "./form/FindingsCard";
import { FooterBar } from "./form/FooterBar";
import { IndicatorsCard } from "./form/IndicatorsCard";
import { ModelsCard } from "./form/ModelsCard";
import { NewerVersion } from "./form/NewerVersion";
import { PreviewCard } from "./form/PreviewCard";
import { ReproducibilityCard } from "./form/ReproducibilityCard";
import { ScalingCard } from "./form/ScalingCard";
import { TargetsCard } from "./form/TargetsCard";
import { UniverseCard } from "./form/UniverseCard";
import { useCheck } from "./form/useCheck";
import { VersionCard } from "./form/VersionCard";
import type { RunRow } from "./runQueries";
import { StartRun } from "./runs/StartRun";
import type { DraftState } from "./useDraft";
import { VersionHistory } from "./versions/VersionHistory";

// One element for good: the cards are drawn again when the form changes, not with every answer of a query.
const CARDS = (
  <Stack>
    <UniverseCard />
    <DataWindowCard />
    <IndicatorsCard />
    <TargetsCard />
    <ModelsCard />
    <ScalingCard />
    <EnsembleCard />
    <ReproducibilityCard />
  </Stack>
);

type Props = {
  schema: Schemas["ConfigSchema"];
  active: Schemas["ActiveConfig"];
  draft: DraftState;
  running: RunRow[];
};

/** The configuration: its cards, beside them what they come to, and the actions below. */
export function ConfigTab({ schema: { schema, defaults }, active, draft, running }: Props) {
  const check = useCheck(schema, draft.draft);
  const [historyOpened, history] = useDisclosure();
  const [startOpened, start] = useDisclosure();

  // What must be mended stands first, what is doubtful last.
  const findings = <FindingsCard schema={schema} check={check} />;

  return (
    <ConfigForm
      schema={schema}
      defaults={defaults}
      draft={draft.draft}
      faults={check.faults}
      warnings={check.warnings}
      set={draft.set}
    >
      <NewerVersion schema={schema} draft={draft} />
      <AirflowNotice schema={schema} variable={active.airflowVariable} />
      <div className={classes.page}>
        {CARDS}
        <Stack component="aside" aria-label="What the configuration comes to" className={classes.side}>
          <VersionCard schema={schema} draft={draft} onHistory={history.open} />
          {check.faults.length > 0 && findings}
          <PreviewCard check={check} onStart={start.open} />
          <ActiveRuns runs={running} />
          {check.faults.length === 0 && findings}
        </Stack>
      </div>
      <FooterBar draft={draft} check={check} variable={active.airflowVariable} />
      <VersionHistory
        opened={historyOpened}
        onClose={history.close}
        schema={schema}
        active={active}
        hasChanges={draft.changes.length > 0}
        onRestored={draft.adopt}
      />
      <StartRun
        opened={startOpened}
        onClose={start.close}
        base={draft.base}
        hasChanges={draft.changes.length > 0}
      />
    </ConfigForm>
  );
}
