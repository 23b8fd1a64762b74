import { ActionIcon, Button, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBraces, IconChevronDown } from "@tabler/icons-react";
import { RunNowButton } from "./RunNowButton";
import type { Dag } from "./runs";
import { TriggerModal } from "./TriggerModal";

/** Starts a run: at once, or from its menu with a conf. */
export function TriggerButton({ dag }: { dag: Dag }) {
  const [opened, { open, close }] = useDisclosure();
  const away = dag.source === "mirror";
  return (
    <>
      <Button.Group>
        <RunNowButton dag={dag}>Trigger Run</RunNowButton>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size={36} aria-label="More ways to trigger a run" disabled={away}>
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
