import { Menu } from "@mantine/core";
import { useRef } from "react";
import { ColumnsButton } from "./ColumnsButton";

type Props = {
  columns: { id: string; name: string }[];
  isShown: (column: string) => boolean;
  onShow: (column: string, isShown: boolean) => void;
};

/** The choice of the columns of a table; open from the beginning, as a click has asked for it. */
export default function ColumnsMenu({ columns, isShown, onShow }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  // Within the page's main part, as everything that is read; a menu that was opened before it was there does not
  // know what had the focus.
  return (
    <Menu
      closeOnItemClick={false}
      position="bottom-end"
      defaultOpened
      withinPortal={false}
      onClose={() => button.current?.focus()}
    >
      <Menu.Target>
        <ColumnsButton ref={button} />
      </Menu.Target>
      <Menu.Dropdown>
        {columns.map(({ id, name }) => (
          <Menu.CheckboxItem key={id} checked={isShown(id)} onChange={(checked) => onShow(id, checked)}>
            {name}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
