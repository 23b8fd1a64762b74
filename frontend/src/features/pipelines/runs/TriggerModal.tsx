import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
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
    <Modal opened onClose={onClose} title={`Trigger ${dag.name}`} centered size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if ("conf" in parsed) trigger.mutate(parsed.conf, { onSuccess: onClose });
        }}
      >
        <Stack>
          {dag.status === "paused" && (
            <Notice>The DAG is paused: the run stays queued until it is resumed.</Notice>
          )}
          <Textarea
            label="Conf"
            description={`Parameters of the DAG as JSON, such as ${EXAMPLE}; empty: the defaults.`}
            rows={8}
            resize="vertical"
            spellCheck={false}
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            data-autofocus
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={fault}
          />
          {trigger.error && <ErrorNotice error={trigger.error} what="The run could not be started" />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={fault !== null} loading={trigger.isPending}>
              Start run
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
