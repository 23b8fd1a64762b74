import { Button, Group, Text, TextInput } from "@mantine/core";
import { IconDownload, IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { m } from "@/paraglide/messages";
import { ColumnsButton } from "./ColumnsButton";

// Few tables have their columns chosen: a page loads the menu with the first click.
const ColumnsMenu = lazy(() => import("./ColumnsMenu"));

type Props = {
  /** The text that rows are filtered by; undefined where they cannot be. */
  filter: string | undefined;
  onFilter: (text: string) => void;
  columns: { id: string; name: string }[];
  isShown: (column: string) => boolean;
  onShow: (column: string, isShown: boolean) => void;
  /** Undefined where the page has a file of its own. */
  onSave: (() => void) | undefined;
};

/** Above a table: a filter by text, the choice of columns, and the download as CSV. */
export function TableTools({ filter, onFilter, columns, isShown, onShow, onSave }: Props) {
  const [isAsked, setAsked] = useState(false);
  return (
    <Group gap="xs" justify="flex-end" my="xs" className="screen-only">
      {filter === undefined ? (
        <Text size="xs" c="dimmed" flex={1} miw={200}>
          {m.shared_table_is_page()}
          {onSave && ` ${m.shared_table_file_of_page()}`}
        </Text>
      ) : (
        <TextInput
          type="search"
          size="xs"
          leftSection={<IconSearch size={14} aria-hidden />}
          placeholder={m.shared_table_filter()}
          aria-label={m.shared_table_filter_label()}
          value={filter}
          onChange={(event) => onFilter(event.currentTarget.value)}
        />
      )}
      {isAsked ? (
        <Suspense fallback={<ColumnsButton />}>
          <ColumnsMenu columns={columns} isShown={isShown} onShow={onShow} />
        </Suspense>
      ) : (
        <ColumnsButton aria-haspopup="menu" onClick={() => setAsked(true)} />
      )}
      {onSave && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
          onClick={onSave}
        >
          CSV
        </Button>
      )}
    </Group>
  );
}
