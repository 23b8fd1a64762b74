import { Button, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { type RunPage, showing } from "./runs";
import { usePipelineSearch } from "./usePipelineSearch";

/** Which of all runs are shown, and the way to the others. */
export function Pager({ meta, rows }: { meta: RunPage["meta"]; rows: number }) {
  const { change } = usePipelineSearch();
  const { page, pageSize, total } = meta;
  const go = (to: number) => change({ page: to > 1 ? to : undefined });
  return (
    <Group justify="space-between" mt="md">
      <Text size="sm" c="dimmed" role="status">
        {showing(meta, rows)}
      </Text>
      <Group gap="xs" component="nav" aria-label="Pages of the run history">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconChevronLeft size={14} aria-hidden />}
          disabled={page <= 1}
          onClick={() => go(page - 1)}
        >
          Previous
        </Button>
        <Button
          size="xs"
          variant="default"
          rightSection={<IconChevronRight size={14} aria-hidden />}
          disabled={page * pageSize >= total}
          onClick={() => go(page + 1)}
        >
          Next
        </Button>
      </Group>
    </Group>
  );
}
