import { Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { ConfigForm } from "@/shared/form/ConfigForm";
import type { RunRow } from "../runQueries";
import { StartRun } from "../runs/StartRun";
import type { DraftState } from "../useDraft";
import { VersionHistory } from "../versions/VersionHistory";
import { ActiveRuns } from "./ActiveRuns";
import { AirflowNotice } from "./AirflowNotice";
import classes from "./ConfigTab.module.css";
import { DataWindowCard } from "./DataWindowCard";
import { EnsembleCard } from "./EnsembleCard";
import { FindingsCard } from "./FindingsCard";
import { FooterBar } from "./FooterBar";
import { IndicatorsCard } from "./IndicatorsCard";
import { ModelsCard } from "./ModelsCard";
import { NewerVersion } from "./NewerVersion";
import { PreviewCard } from "./PreviewCard";
import { ReproducibilityCard } from "./ReproducibilityCard";
import { ScalingCard } from "./ScalingCard";
import { SelectionCard } from "./SelectionCard";
import { TargetsCard } from "./TargetsCard";
import { UniverseCard } from "./UniverseCard";
import { useCheck } from "./useCheck";
import { VersionCard } from "./VersionCard";

// A constant element: the cards render when the form changes, not with every answer of a query.
const CARDS = (
  <Stack>
    <UniverseCard />
    <DataWindowCard />
    <IndicatorsCard />
    <TargetsCard />
    <ModelsCard />
    <ScalingCard />
    <SelectionCard />
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

/** The configuration: its cards, a summary beside them, and the actions below. */
export function ConfigTab({ schema: { schema, defaults }, active, draft, running }: Props) {
  const check = useCheck(schema, draft.draft);
  const [historyOpened, history] = useDisclosure();
  const [startOpened, start] = useDisclosure();

  // Faults stand first, warnings last.
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
        <Stack
          component="aside"
          aria-label={m.training_summary_of_the_configuration()}
          className={classes.side}
        >
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
