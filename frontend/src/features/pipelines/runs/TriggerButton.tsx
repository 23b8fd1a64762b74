import { ActionIcon, Button } from "@mantine/core";
import { IconBraces } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { m } from "@/paraglide/messages";
import type { Dag } from "../dags";
import { RunNowButton } from "./RunNowButton";
import { TriggerModal } from "./TriggerModal";

/** Starts a run at once, or with a conf by the button beside it. */
export function TriggerButton({ dag }: { dag: Dag }) {
  const [opened, setOpened] = useState(false);
  const withConf = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button.Group>
        <RunNowButton dag={dag}>{m.pipelines_trigger_run()}</RunNowButton>
        <ActionIcon
          ref={withConf}
          size={36}
          aria-haspopup="dialog"
          aria-label={m.pipelines_trigger_with_a_conf()}
          title={m.pipelines_trigger_with_a_conf()}
          disabled={dag.source === "mirror"}
          onClick={() => setOpened(true)}
        >
          <IconBraces size={16} aria-hidden />
        </ActionIcon>
      </Button.Group>
      {opened && (
        <TriggerModal
          dag={dag}
          onClose={() => {
            setOpened(false);
            withConf.current?.focus();
          }}
        />
      )}
    </>
  );
}
