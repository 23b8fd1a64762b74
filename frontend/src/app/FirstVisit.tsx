import { Button, Group, Text } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { Notice } from "@/shared/components/Notice";
import { hasRead, markRead } from "@/shared/preferences/firstVisit";

/** Leads to the page about forecasts, until a user of this browser has opened it or closed this notice. */
export function FirstVisit({ userId }: { userId: string }) {
  const { pathname } = useLocation();
  const [closed, setClosed] = useState(false);
  if (closed || pathname === "/about" || hasRead(userId)) return null;
  return (
    <Notice
      kind="note"
      icon={<IconInfoCircle size={18} aria-hidden />}
      mb="md"
      py="xs"
      role="note"
      className="screen-only"
    >
      <Group justify="space-between" gap="xs">
        <Text size="sm">{m.app_first_visit()}</Text>
        <Group gap="xs">
          <Button component={Link} to="/about" size="xs">
            {m.app_first_visit_read()}
          </Button>
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              markRead(userId);
              setClosed(true);
            }}
          >
            {m.app_first_visit_close()}
          </Button>
        </Group>
      </Group>
    </Notice>
  );
}
