import { Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect, useState } from "react";
import { messageOf } from "@/api/errors";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { useSave } from "../actions";
import type { DagDetail } from "../dags";
import { DefaultArgsCard } from "./DefaultArgsCard";
import type { Draft } from "./drafts";
import classes from "./EditTab.module.css";
import { FeedsCard } from "./FeedsCard";
import { PromotionCard } from "./PromotionCard";
import { ScheduleSettingsCard } from "./ScheduleSettingsCard";
import { changesIn, type Edits, type Faults, faultsIn, faultsOf, requestFor, settingsOf } from "./settings";

/** Edit DAG: Airflow's settings, the edits of them, and the API's refusals. */
export function EditTab({ dag, draft }: { dag: DagDetail; draft: Draft }) {
  const save = useSave(dag.dagId);
  // An edit of a refused field clears its refusal.
  const [refused, setRefused] = useState<Faults>({});
  const settings = draft.settings(dag);
  const changes = draft.changes(dag);
  const dirty = Object.keys(changes).length > 0;
  const own = faultsIn(settings);
  const wrong = Object.keys(own).length > 0;
  const isOffline = dag.source === "mirror";
  const named = save.error !== null && Object.keys(faultsOf(messageOf(save.error))).length > 0;

  const { awaited, arrived } = draft;
  const shown = awaited !== undefined && Object.keys(changesIn(settingsOf(dag), awaited)).length === 0;
  useEffect(() => {
    if (shown) arrived();
  }, [shown, arrived]);

  const edit = (part: Edits) => {
    setRefused((old) => Object.fromEntries(Object.entries(old).filter(([field]) => !(field in part))));
    draft.edit(part);
  };
  const form = { settings, faults: { ...refused, ...own }, disabled: isOffline || save.isPending, edit };

  return (
    <form
      aria-label={m.pipelines_edit_dag()}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(requestFor(changes), {
          onSuccess: ({ applied }) => {
            setRefused({});
            draft.saved(changes, applied);
            if (applied) {
              notifications.show({
                color: "green",
                title: m.pipelines_changes_saved(),
                message: m.pipelines_they_apply_to_future_runs(),
              });
            }
          },
          onError: (error) => setRefused(faultsOf(messageOf(error))),
        });
      }}
    >
      <Stack gap="md">
        <div className={classes.cards}>
          <ScheduleSettingsCard dag={dag} {...form} />
          <DefaultArgsCard {...form} />
          {settings.promotion !== null && <PromotionCard {...form} />}
          {settings.feeds !== null && <FeedsCard {...form} feeds={settings.feeds} />}
        </div>
        {awaited !== undefined && (
          <Notice role="status" title={m.pipelines_saved_but_not_applied_by_airflow()}>
            {m.pipelines_airflow_applies_the_new_settings_when()}
          </Notice>
        )}
        {save.error && !named && (
          <ErrorNotice error={save.error} what={m.pipelines_the_changes_were_not_saved()} />
        )}
        <Group justify="space-between">
          <Text size="sm" c="dimmed" role="status">
            {footer({ isOffline, wrong, refused: Object.keys(refused).length > 0, dirty })}
          </Text>
          <Group gap="xs">
            <Button
              variant="default"
              disabled={!dirty || save.isPending}
              onClick={() => {
                draft.discard();
                setRefused({});
                save.reset();
              }}
            >
              {m.pipelines_discard()}
            </Button>
            <Button type="submit" disabled={!dirty || wrong || isOffline} loading={save.isPending}>
              {m.pipelines_save_changes()}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}

function footer(is: { isOffline: boolean; wrong: boolean; refused: boolean; dirty: boolean }): string {
  if (is.isOffline) return m.pipelines_airflow_does_not_answer_settings_cannot();
  if (is.refused) return m.pipelines_the_changes_were_not_saved_see();
  if (is.wrong) return m.pipelines_see_the_fields_in_red();
  return is.dirty ? m.pipelines_there_are_unsaved_changes() : m.pipelines_all_changes_are_saved();
}
