import { Button, Group, Text, TextInput } from "@mantine/core";
import { IconColumns3, IconDownload, IconSearch } from "@tabler/icons-react";
import { m } from "@/paraglide/messages";
import { Disclosure } from "@/shared/components/Disclosure";
import classes from "./TableTools.module.css";

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
      <Disclosure
        side="right"
        bordered
        label={
          <>
            <IconColumns3 size={14} aria-hidden />
            {m.shared_table_columns()}
          </>
        }
      >
        {columns.map(({ id, name }) => (
          <label key={id} className={classes.column}>
            <input
              type="checkbox"
              checked={isShown(id)}
              onChange={(event) => onShow(id, event.currentTarget.checked)}
            />
            {name}
          </label>
        ))}
      </Disclosure>
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
