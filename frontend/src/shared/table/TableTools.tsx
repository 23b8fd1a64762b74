import { Button, Group } from "@mantine/core";
import { IconColumns3, IconDownload } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { m } from "@/paraglide/messages";
import { Disclosure } from "@/shared/components/Disclosure";
import classes from "./TableTools.module.css";

type Props = {
  /** What stands at the left: a filter, or which rows these are. */
  children?: ReactNode;
  columns: { id: string; name: string }[];
  hidden: string[];
  onShow: (column: string, isShown: boolean) => void;
  /** Undefined where the page has a file of its own. */
  onSave: (() => void) | undefined;
  isSaving?: boolean;
};

/** Above a table: a filter by text, the choice of columns, and the download as CSV. */
export function TableTools({ children, columns, hidden, onShow, onSave, isSaving = false }: Props) {
  return (
    <Group gap="xs" justify="flex-end" my="xs" className="screen-only">
      {children}
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
              checked={!hidden.includes(id)}
              onChange={(event) => onShow(id, event.currentTarget.checked)}
            />
            {name}
          </label>
        ))}
      </Disclosure>
      {onSave && <SaveButton onSave={onSave} isSaving={isSaving} />}
    </Group>
  );
}

/** The download of a table as CSV. */
export function SaveButton({ onSave, isSaving = false }: { onSave: () => void; isSaving?: boolean }) {
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconDownload size={14} aria-hidden />}
      loading={isSaving}
      onClick={onSave}
    >
      CSV
    </Button>
  );
}
