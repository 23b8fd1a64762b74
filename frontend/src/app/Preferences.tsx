import { Button, Stack } from "@mantine/core";
import { IconAdjustmentsHorizontal, IconLogout } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { signOut } from "@/api/session";
import { m } from "@/paraglide/messages";
import { Disclosure } from "@/shared/components/Disclosure";
import { LanguageChoice } from "@/shared/preferences/LanguageChoice";
import { ThemeChoice } from "@/shared/preferences/ThemeChoice";
import classes from "./Shell.module.css";

/** Language, theme, the page about forecasts, and the end of the sign-in. */
export function Preferences() {
  const { href } = useLocation();
  return (
    <Disclosure
      // Another page closes the panel.
      key={href}
      side="right"
      name={m.app_preferences()}
      label={<IconAdjustmentsHorizontal size={18} aria-hidden />}
    >
      <Stack gap="sm" p={6} miw={230}>
        <LanguageChoice />
        <ThemeChoice />
        <Link to="/about" className={classes.link} data-block>
          {m.app_about_forecasts()}
        </Link>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconLogout size={14} aria-hidden />}
          onClick={() => void signOut()}
        >
          {m.app_sign_out()}
        </Button>
      </Stack>
    </Disclosure>
  );
}
