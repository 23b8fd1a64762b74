import { Group, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Pill, type Tone } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { EVENT_LABELS } from "./eventLabels";
import { sentenceOf } from "./eventWords";
import classes from "./Items.module.css";
import type { EventKind, MarketEvent } from "./queries";

const TONES: Partial<Record<EventKind, Tone>> = {
  ceiling: "up",
  high_52_weeks: "up",
  floor: "down",
  low_52_weeks: "down",
};

/** An event of the platform's own data, marked as such. */
export function EventItem({ event, heading: Heading }: { event: MarketEvent; heading: "h2" | "h3" }) {
  return (
    <article>
      <Heading className={classes.title}>
        <Group gap={8} component="span">
          <TextLink to="/stocks/$ticker" params={{ ticker: event.ticker }} inherit>
            {event.ticker}
          </TextLink>
          <Pill tone={TONES[event.kind] ?? "quiet"}>{EVENT_LABELS[event.kind]}</Pill>
        </Group>
      </Heading>
      <Text size="xs" c="dimmed">
        {m.shared_session_event({ session: event.session })}
      </Text>
      <Text size="sm" mt={4}>
        {sentenceOf(event)}
      </Text>
    </article>
  );
}
