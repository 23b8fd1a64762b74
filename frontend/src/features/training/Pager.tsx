import { Button, Group, Text } from "@mantine/core";
import { count } from "@/shared/format";

type Props = {
  what: string;
  page: number;
  meta: { page: number; pageSize: number; total: number };
  onChange: (page: number) => void;
};

/** Previous and next page, and which rows of how many are shown; nothing where one page is all. */
export function Pager({ what, page, meta: { pageSize, total }, onChange }: Props) {
  if (total <= pageSize && page === 1) return null;
  const first = Math.min(total, (page - 1) * pageSize + 1);
  const last = Math.min(total, page * pageSize);
  return (
    <Group justify="space-between" component="nav" aria-label={`Pages of ${what}`} mt="sm" gap="xs">
      <Text size="sm" c="dimmed" role="status">
        {count(first)}–{count(last)} of {count(total)} {what}
      </Text>
      <Group gap="xs">
        <Button size="compact-sm" variant="default" disabled={page <= 1} onClick={() => onChange(page - 1)}>
          Previous
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={last >= total}
          onClick={() => onChange(page + 1)}
        >
          Next
        </Button>
      </Group>
    </Group>
  );
}
