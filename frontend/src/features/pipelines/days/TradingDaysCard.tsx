import { Button, Card, Group, NativeSelect, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { m } from "@/paraglide/messages";
import { time } from "@/shared/format/times";
import type { DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import { type TradingDay, useDecide, useUndo } from "./tradingDays";

/** The days on which the calendar was corrected or confirmed, and a form for further ones. */
export function TradingDaysCard({ days }: { days: TradingDay[] }) {
  return (
    <Card component="section" aria-labelledby="trading-days" mt="md">
      <Title order={2} size="h5" id="trading-days" mb={4}>
        {m.pipelines_trading_days()}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {m.pipelines_decisions_on_days_on_which_the()}
      </Text>
      <MarkDay />
      {days.length > 0 && (
        <DataTable
          id="trading_days"
          label={m.pipelines_decisions_scrolls_sideways()}
          caption={m.pipelines_decisions_caption()}
          minWidth={640}
          columns={COLUMNS}
          rows={days}
          keyOf={({ day }) => day}
          fileName="trading-days"
        />
      )}
    </Card>
  );
}

const COLUMNS: DataColumns<TradingDay> = [
  { id: "day", name: m.pipelines_day(), of: ({ day }) => day, value: ({ day }) => day },
  {
    id: "hose_is",
    name: m.pipelines_hose_is(),
    isWords: true,
    of: (day) => (isClosed(day) ? m.pipelines_day_closed() : m.pipelines_day_open()),
    value: (day) => (isClosed(day) ? "closed" : "open"),
    words: (day) => (isClosed(day) ? m.pipelines_day_closed() : m.pipelines_day_open()),
  },
  {
    id: "reason",
    name: m.pipelines_reason(),
    isWords: true,
    of: ({ reason }) => reason,
    value: ({ reason }) => reason,
  },
  {
    id: "decided_by",
    name: m.pipelines_by(),
    isWords: true,
    of: ({ decidedBy }) => decidedBy,
    value: ({ decidedBy }) => decidedBy,
  },
  {
    id: "decided_at",
    name: m.pipelines_on(),
    isWords: true,
    of: ({ decidedAt }) => time(decidedAt),
    value: ({ decidedAt }) => decidedAt,
  },
  { id: "action", name: m.pipelines_action(), isWords: true, of: (day) => <UndoButton day={day.day} /> },
];

function isClosed({ kind, state }: TradingDay): boolean {
  return (kind === "closed") === (state === "confirmed");
}

function UndoButton({ day }: { day: string }) {
  const undo = useUndo();
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={m.pipelines_undo_the_decision_on({ day })}
      loading={undo.isPending}
      onClick={() => undo.mutate(day)}
    >
      {m.pipelines_undo()}
    </Button>
  );
}

/** Marks a day that was decreed, before or without a proposal. */
function MarkDay() {
  const decide = useDecide();
  const [day, setDay] = useState("");
  const [kind, setKind] = useState<TradingDay["kind"]>("closed");
  const [reason, setReason] = useState("");

  function mark(event: FormEvent) {
    event.preventDefault();
    decide.mutate(
      { day, kind, state: "confirmed", reason },
      {
        onSuccess: () => {
          setDay("");
          setReason("");
        },
      },
    );
  }

  return (
    <form onSubmit={mark} aria-label={m.pipelines_mark_a_day()}>
      <Group align="end" gap="sm">
        <TextInput
          type="date"
          label={m.pipelines_day()}
          required
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <NativeSelect
          label={m.pipelines_hose_is()}
          value={kind}
          data={[
            { value: "closed", label: m.pipelines_day_closed() },
            { value: "session", label: m.pipelines_day_open() },
          ]}
          onChange={(event) => setKind(event.currentTarget.value === "closed" ? "closed" : "session")}
        />
        <TextInput
          label={m.pipelines_reason()}
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={decide.isPending} disabled={day === ""}>
          {m.pipelines_mark()}
        </Button>
      </Group>
    </form>
  );
}
