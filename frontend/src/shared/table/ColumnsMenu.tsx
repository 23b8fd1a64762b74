import { Menu } from "@mantine/core";
import { ColumnsButton } from "./ColumnsButton";

type Props = {
  columns: { id: string; name: string }[];
  isShown: (column: string) => boolean;
  onShow: (column: string, isShown: boolean) => void;
};

/** The choice of the columns of a table; open from the beginning, as a click has asked for it. */
export default function ColumnsMenu({ columns, isShown, onShow }: Props) {
  return (
    <Menu closeOnItemClick={false} position="bottom-end" defaultOpened>
      <Menu.Target>
        <ColumnsButton />
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
