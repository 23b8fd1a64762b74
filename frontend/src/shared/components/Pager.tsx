import { Button, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { m } from "@/paraglide/messages";
import { count } from "@/shared/format/numbers";
import { type Noun, nounOf } from "./nouns";

export type PageMeta = { page: number; pageSize: number; total: number };

type Props = {
  /** The singular of what is listed: "run". */
  noun: Noun;
  meta: PageMeta;
  /** The number of rows on this page. */
  rows: number;
  onChange: (page: number) => void;
};

/** The range of rows on this page, and buttons for the neighbouring pages where there are any. */
export function Pager({ noun, meta, rows, onChange }: Props) {
  const { page, pageSize, total } = meta;
  const isLast = page * pageSize >= total;
  return (
    <Group justify="space-between" mt="md" gap="xs">
      <Text size="sm" c="dimmed" role="status">
        {showing(noun, meta, rows)}
      </Text>
      {(page > 1 || !isLast) && (
        <Group gap="xs" component="nav" aria-label={m.shared_pages_of({ nouns: nounOf(noun) })}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconChevronLeft size={14} aria-hidden />}
            disabled={page <= 1}
            onClick={() => onChange(page - 1)}
          >
            {m.shared_previous()}
          </Button>
          <Button
            size="xs"
            variant="default"
            rightSection={<IconChevronRight size={14} aria-hidden />}
            disabled={isLast}
            onClick={() => onChange(page + 1)}
          >
            {m.shared_next()}
          </Button>
        </Group>
      )}
    </Group>
  );
}

/** `Showing 1–10 of 26 runs` */
export function showing(noun: Noun, { page, pageSize, total }: PageMeta, rows: number): string {
  const nouns = nounOf(noun, total);
  if (total === 0) return m.shared_showing_none({ nouns });
  if (rows === 0) return m.shared_showing_total({ total: count(total), nouns });
  const first = (page - 1) * pageSize + 1;
  return m.shared_showing({ first: count(first), last: count(first + rows - 1), total: count(total), nouns });
}
