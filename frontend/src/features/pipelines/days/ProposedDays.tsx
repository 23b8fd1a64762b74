import { Button, Group, Text } from "@mantine/core";
import { IconCalendarQuestion } from "@tabler/icons-react";
import { m } from "@/paraglide/messages";
import { Notice } from "@/shared/components/Notice";
import { Sentence, slot } from "@/shared/components/Sentence";
import { type TradingDay, useDecide } from "./tradingDays";

/** The days on which the calendar may be wrong, each with the two possible decisions. */
export function ProposedDays({ days }: { days: TradingDay[] }) {
  if (days.length === 0) return null;
  return (
    <Notice
      role="region"
      kind="alert"
      icon={<IconCalendarQuestion size={18} aria-hidden />}
      title={
        days.length === 1
          ? m.pipelines_1_trading_day_to_confirm()
          : m.pipelines_trading_days_to_confirm({ count: days.length })
      }
      mb="md"
    >
      {days.map((day) => (
        <ProposedDay key={day.day} day={day} />
      ))}
    </Notice>
  );
}

function ProposedDay({ day: { day, kind, reason } }: { day: TradingDay }) {
  const decide = useDecide();
  const answers = [
    { label: m.pipelines_hose_was_closed(), state: kind === "closed" ? "confirmed" : "dismissed" },
    { label: m.pipelines_hose_was_open(), state: kind === "closed" ? "dismissed" : "confirmed" },
  ] as const;
  return (
    <Group gap="sm" mt={4}>
      <Text size="sm" component="span">
        <Sentence
          text={
            kind === "closed"
              ? m.pipelines_may_have_been_closed_reason({ day: slot("day"), reason })
              : m.pipelines_may_have_been_session_reason({ day: slot("day"), reason })
          }
          slots={{ day: <strong>{day}</strong> }}
        />
      </Text>
      {answers.map(({ label, state }) => (
        <Button
          key={label}
          size="compact-sm"
          variant="default"
          loading={decide.isPending && decide.variables.state === state}
          disabled={decide.isPending}
          aria-label={m.pipelines_on_2({ label, day })}
          onClick={() => decide.mutate({ day, kind, state, reason })}
        >
          {label}
        </Button>
      ))}
    </Group>
  );
}
