import { ActionIcon, CopyButton, Group, Text } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { m } from "@/paraglide/messages";

const SHOWN_LENGTH = 8;

/** The first characters of a request id, and a button that copies all of it. */
export function RequestId({ id }: { id: string | null }) {
  if (id === null) return "–";
  return (
    <Group gap={4} wrap="nowrap">
      <Text span size="xs" ff="monospace" title={id}>
        {id.slice(0, SHOWN_LENGTH)}
      </Text>
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            size="sm"
            color="gray"
            aria-label={copied ? m.audit_copied() : m.audit_copy({ id })}
            onClick={copy}
          >
            {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          </ActionIcon>
        )}
      </CopyButton>
    </Group>
  );
}
