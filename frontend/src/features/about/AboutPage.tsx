import { Card, Group, List, SimpleGrid, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useUser } from "@/api/session";
import { m } from "@/paraglide/messages";
import { PageTitle } from "@/shared/components/PageTitle";
import { TextLink } from "@/shared/components/TextLink";
import { markRead } from "@/shared/preferences/firstVisit";

/** What a forecast is and is not, for whom opens the app for the first time. */
export function AboutPage() {
  const user = useUser();
  const userId = user?.id;
  useEffect(() => {
    if (userId !== undefined) markRead(userId);
  }, [userId]);
  return (
    <>
      <PageTitle mb={4}>{m.about_title()}</PageTitle>
      <Text c="dimmed" mb="md" maw={760}>
        {m.about_lead()}
      </Text>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Part
          title={m.about_is()}
          items={[m.about_is_price(), m.about_is_interval(), m.about_is_past(), m.about_is_judged()]}
        />
        <Part
          title={m.about_is_not()}
          items={[
            m.about_is_not_promise(),
            m.about_is_not_advice(),
            m.about_is_not_news(),
            m.about_is_not_tradable(),
          ]}
        />
        <Part
          title={m.about_read()}
          items={[
            m.about_read_baseline(),
            m.about_read_error(),
            m.about_read_interval(),
            m.about_read_costs(),
          ]}
        />
        <Part
          title={m.about_next()}
          items={[
            <TextLink key="market" to="/">
              {m.about_next_market()}
            </TextLink>,
            <TextLink key="record" to="/recommendations/track-record">
              {m.about_next_record()}
            </TextLink>,
            <TextLink key="portfolio" to="/portfolio">
              {m.about_next_portfolio()}
            </TextLink>,
            m.about_next_search(),
          ]}
        />
      </SimpleGrid>
      <Group mt="md">
        <Text size="sm" c="dimmed">
          {m.about_again()}
        </Text>
      </Group>
    </>
  );
}

function Part({ title, items }: { title: string; items: ReactNode[] }) {
  return (
    <Card component="section" aria-label={title}>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      <List size="sm" spacing={6}>
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the items never change
          <List.Item key={index}>{item}</List.Item>
        ))}
      </List>
    </Card>
  );
}
