import { Card, Center, Divider, Group, Text } from "@mantine/core";
import { IconChartLine } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { m } from "@/paraglide/messages";
import { LanguageChoice } from "@/shared/preferences/LanguageChoice";

/** The frame of a page without a signed-in user: a card with the name of the platform. */
export function FrontCard({ children }: { children: ReactNode }) {
  return (
    <Center component="main" mih="100vh" p="md">
      <Card w={400} maw="100%" padding="xl" shadow="sm">
        <Group gap={8} mb={4}>
          <IconChartLine size={28} color="var(--accent)" aria-hidden />
          <Text fw={700} size="xl">
            {m.shared_vn30()}
          </Text>
        </Group>
        {children}
        <Divider my="md" />
        <LanguageChoice />
      </Card>
    </Center>
  );
}
