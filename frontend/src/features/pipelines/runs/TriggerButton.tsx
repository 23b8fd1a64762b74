import { ActionIcon, Button, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBraces, IconChevronDown } from "@tabler/icons-react";
import { m } from "@/paraglide/messages";
import type { Dag } from "../dags";
import { RunNowButton } from "./RunNowButton";
import { TriggerModal } from "./TriggerModal";

/** Starts a run at once, or with a conf by its menu. */
export function TriggerButton({ dag }: { dag: Dag }) {
  const [opened, { open, close }] = useDisclosure();
  const isOffline = dag.source === "mirror";
  return (
    <>
      <Button.Group>
        <RunNowButton dag={dag}>{m.pipelines_trigger_run()}</RunNowButton>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size={36} aria-label={m.pipelines_more_ways_to_trigger_a_run()} disabled={isOffline}>
              <IconChevronDown size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconBraces size={14} aria-hidden />} onClick={open}>
              {m.pipelines_trigger_with_a_conf()}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
      {opened && <TriggerModal dag={dag} onClose={close} />}
    </>
  );
}
