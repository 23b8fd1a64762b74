import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { ApiError, messageOf } from "@/api/errors";
import { m } from "@/paraglide/messages";
import { firstOnPage, jumpTo } from "@/shared/form/jump";
import { duration } from "@/shared/format/times";
import { useSaveConfig } from "../configQueries";
import { isConfig } from "../document";
import type { DraftState } from "../useDraft";
import classes from "./FooterBar.module.css";
import type { Check } from "./useCheck";

type Props = { draft: DraftState; check: Check; variable: Schemas["AirflowVariable"] };

// Saving repairs Airflow's Variable even without a change of the configuration.
const TO_MEND: Schemas["AirflowVariable"]["state"][] = ["edited", "invalid", "missing"];

/** The actions of the configuration, pinned to the bottom of the window, and their results. */
export function FooterBar({ draft, check, variable }: Props) {
  const save = useSaveConfig();
  const [isChecking, setChecking] = useState(false);
  const [outcome, setOutcome] = useState<{ text: string; isBad: boolean } | null>(null);
  const { base, changes, newer } = draft;
  const { faults } = check;

  async function validate() {
    setChecking(true);
    setOutcome(null);
    try {
      const { faults, preview } = await check.now();
      const first = firstOnPage(faults.map(({ fieldPath }) => fieldPath));
      if (first === undefined) {
        const minutes = preview?.estRuntimeMinutes;
        setOutcome({
          text:
            minutes == null
              ? m.training_valid()
              : m.training_valid_with_time({ time: duration(minutes * 60) }),
          isBad: false,
        });
      } else {
        setOutcome({ text: `${fieldsToMend(faults.length)}.`, isBad: true });
        // A disabled field can take the focus only after it shows its fault.
        requestAnimationFrame(() => jumpTo(first));
      }
    } catch (error) {
      setOutcome({ text: m.training_could_not_be_checked({ error: messageOf(error) }), isBad: true });
    }
    setChecking(false);
  }

  function persist() {
    const sent = draft.draft;
    if (!isConfig(sent, faults)) return;
    setOutcome(null);
    save.mutate(
      { body: sent, params: { query: { basedOnVersion: base.version } } },
      {
        onSuccess: (saved) => {
          draft.saved({ ...saved, config: sent });
          notifications.show({
            message: m.training_version_is_saved({ version: saved.version }),
            color: "green",
          });
        },
        onError: (error: unknown) => {
          setOutcome({ text: m.training_not_saved({ error: messageOf(error) }), isBad: true });
          // The form shows the server's faults beside their fields.
          if (error instanceof ApiError && error.blockers.length > 0) void check.review.refetch();
        },
      },
    );
  }

  const hasChanges = changes.length > 0;
  const isWorthSaving = hasChanges || base.version === 0 || TO_MEND.includes(variable.state);
  const canSave = isWorthSaving && faults.length === 0 && newer === null;
  return (
    <section className={classes.bar} aria-label={m.training_actions()}>
      <Text size="sm" role="status" className={classes.status} c={outcome?.isBad ? "var(--down)" : "inherit"}>
        {outcome?.text ?? summary(faults.length, changes.length, newer !== null)}
      </Text>
      <Group gap="sm" className={classes.buttons}>
        <Button variant="default" loading={isChecking} onClick={() => void validate()}>
          {m.training_validate_config()}
        </Button>
        <Button
          variant="default"
          disabled={!hasChanges || save.isPending}
          onClick={() => {
            setOutcome(null);
            draft.discard();
          }}
        >
          {m.training_discard_changes()}
        </Button>
        <Button disabled={!canSave} loading={save.isPending} onClick={persist}>
          {m.training_save_changes()}
        </Button>
      </Group>
    </section>
  );
}

function summary(faults: number, changes: number, hasNewer: boolean): string {
  if (faults > 0) return m.training_before_saving({ faults: fieldsToMend(faults) });
  if (hasNewer) return m.training_a_newer_version_was_saved_meanwhile();
  if (changes > 0) return m.training_unsaved_count({ count: changes });
  return m.training_no_unsaved_changes();
}

function fieldsToMend(faults: number): string {
  return faults === 1 ? m.training_1_field_needs_correction() : m.training_fields_need_correction({ faults });
}
