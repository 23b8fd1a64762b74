import { Card, Stack, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { LanguageChoice } from "@/shared/preferences/LanguageChoice";
import { ThemeChoice } from "@/shared/preferences/ThemeChoice";

/** The language and the theme of the app. */
export function DisplayCard() {
  return (
    <Card component="section" aria-labelledby="display">
      <Title order={2} size="h4" id="display" mb="sm">
        {m.account_display()}
      </Title>
      <Stack gap="sm">
        <LanguageChoice />
        <ThemeChoice />
      </Stack>
    </Card>
  );
}
