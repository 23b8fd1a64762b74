import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { useTrigger } from "../actions";
import type { Dag } from "../dags";
import { parseConf } from "./conf";

const EXAMPLE = '{"tickers": ["FPT", "VCB"]}';

/** A dialog that starts a run with a conf. */
export function TriggerModal({ dag, onClose }: { dag: Dag; onClose: () => void }) {
  const trigger = useTrigger(dag.dagId);
  const [text, setText] = useState("");
  const parsed = parseConf(text);
  const fault = "fault" in parsed ? parsed.fault : null;
  return (
    <Modal opened onClose={onClose} title={m.pipelines_trigger({ name: dag.name })} centered size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if ("conf" in parsed) trigger.mutate(parsed.conf, { onSuccess: onClose });
        }}
      >
        <Stack>
          {dag.status === "paused" && <Notice>{m.pipelines_the_dag_is_paused_the_run()}</Notice>}
          <Textarea
            label={m.pipelines_conf()}
            description={m.pipelines_parameters_of_the_dag_as_json({ example: EXAMPLE })}
            rows={8}
            resize="vertical"
            spellCheck={false}
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            data-autofocus
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={fault}
          />
          {trigger.error && (
            <ErrorNotice error={trigger.error} what={m.pipelines_the_run_could_not_be_started()} />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {m.pipelines_cancel()}
            </Button>
            <Button type="submit" disabled={fault !== null} loading={trigger.isPending}>
              {m.pipelines_start_run()}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
