import { Button, type ButtonProps, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconPlayerStop } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import { useStop } from "../actions";
import type { Dag } from "../dags";

/** Stops a run after a confirmation; disabled without a run (`null`). */
export function StopButton({
  dag,
  runId,
  children,
  ...button
}: { dag: Dag; runId: string | null; children: ReactNode } & ButtonProps) {
  const stop = useStop(dag.dagId);
  const [opened, { open, close }] = useDisclosure();
  // The dialog keeps its run although another run may start meanwhile.
  const [asked, setAsked] = useState("");
  return (
    <>
      <Button
        variant="default"
        color="red"
        aria-haspopup="dialog"
        leftSection={<IconPlayerStop size={14} aria-hidden />}
        disabled={runId === null || dag.source === "mirror"}
        loading={stop.isPending}
        onClick={() => {
          setAsked(runId ?? "");
          stop.reset();
          open();
        }}
        {...button}
      >
        {children}
      </Button>
      <Modal opened={opened} onClose={close} title={m.pipelines_stop_this_run()} centered>
        <Stack>
          <Text size="sm" ff="monospace" style={{ overflowWrap: "anywhere" }}>
            {asked}
          </Text>
          <Text size="sm">{m.pipelines_the_run_is_cancelled_at_once()}</Text>
          {stop.error && <ErrorNotice error={stop.error} what={m.pipelines_the_run_was_not_stopped()} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {m.pipelines_keep_running()}
            </Button>
            <Button
              color="red"
              loading={stop.isPending}
              onClick={() =>
                stop.mutate(asked, {
                  onSuccess: (run) => {
                    close();
                    notifications.show({
                      color: "green",
                      title: m.pipelines_run_stopped(),
                      message: run.runId,
                    });
                  },
                })
              }
            >
              {m.pipelines_stop_run()}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
