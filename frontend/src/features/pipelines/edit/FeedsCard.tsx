import { Button, Card, Group, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import classes from "./FeedsCard.module.css";
import type { SettingsForm } from "./ScheduleSettingsCard";
import type { Feed } from "./settings";

const MAX_FEEDS = 20;

/** News: the feeds that the crawler of news reads, and whether VCI is asked. */
export function FeedsCard({ settings, faults, disabled, edit, feeds }: SettingsForm & { feeds: Feed[] }) {
  const change = (index: number, part: Partial<Feed>) =>
    edit({ feeds: feeds.map((feed, at) => (at === index ? { ...feed, ...part } : feed)) });
  return (
    <Card component="section" aria-labelledby="feeds" shadow="none">
      <Title order={3} size="h5" id="feeds" mb="sm">
        {m.pipelines_feeds()}
      </Title>
      <Stack gap="sm">
        {feeds.map((feed, index) => (
          <fieldset
            // biome-ignore lint/suspicious/noArrayIndexKey: a feed has no other identity while it is typed.
            key={index}
            className={classes.feed}
            aria-label={feed.name || m.pipelines_feed({ index: index + 1 })}
          >
            <TextInput
              label={m.pipelines_name()}
              maxLength={40}
              disabled={disabled}
              value={feed.name}
              onChange={(event) => change(index, { name: event.currentTarget.value })}
            />
            <TextInput
              label={m.pipelines_address()}
              maxLength={2000}
              spellCheck={false}
              disabled={disabled}
              value={feed.url}
              onChange={(event) => change(index, { url: event.currentTarget.value })}
            />
            <Group justify="space-between" className={classes.controls}>
              <Switch
                label={m.pipelines_on()}
                disabled={disabled}
                checked={feed.on}
                onChange={(event) => change(index, { on: event.currentTarget.checked })}
              />
              <Button
                variant="subtle"
                size="compact-sm"
                disabled={disabled}
                onClick={() => edit({ feeds: feeds.filter((_, at) => at !== index) })}
              >
                {m.pipelines_remove()}
              </Button>
            </Group>
          </fieldset>
        ))}
        {faults.feeds && (
          <Text size="sm" c="red" role="alert">
            {faults.feeds}
          </Text>
        )}
        <Button
          variant="default"
          disabled={disabled || feeds.length >= MAX_FEEDS}
          onClick={() => edit({ feeds: [...feeds, { name: "", url: "https://", on: true }] })}
        >
          {m.pipelines_add_a_feed()}
        </Button>
        <Switch
          label={m.pipelines_news_of_companies_from_vci()}
          description={m.pipelines_every_four_hours_through_vnstock_only()}
          disabled={disabled}
          checked={settings.companyNews ?? false}
          error={faults.companyNews}
          onChange={(event) => edit({ companyNews: event.currentTarget.checked })}
        />
        <Text size="sm" c="dimmed">
          {m.pipelines_rss_or_atom_articles_of_a()}
        </Text>
      </Stack>
    </Card>
  );
}
