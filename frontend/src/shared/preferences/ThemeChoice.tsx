import { useMantineColorScheme } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Choice } from "./Choice";

/** The theme of the app: that of the system, light or dark. The browser keeps it. */
export function ThemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Choice
      legend={m.app_theme()}
      options={[
        { value: "auto", label: m.app_theme_auto() },
        { value: "light", label: m.app_theme_light() },
        { value: "dark", label: m.app_theme_dark() },
      ]}
      value={colorScheme}
      onChange={setColorScheme}
    />
  );
}
