import { ActionIcon, Button, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBraces, IconChevronDown } from "@tabler/icons-react";
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
        <RunNowButton dag={dag}>Trigger Run</RunNowButton>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size={36} aria-label="More ways to trigger a run" disabled={isOffline}>
              <IconChevronDown size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconBraces size={14} aria-hidden />} onClick={open}>
              Trigger with a conf…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
      {opened && <TriggerModal dag={dag} onClose={close} />}
    </>
  );
}
