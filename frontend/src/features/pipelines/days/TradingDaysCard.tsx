import { Button, Card, Group, NativeSelect, Table, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { m } from "@/paraglide/messages";
import { time } from "@/shared/format/times";
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
        <Table.ScrollContainer
          minWidth={640}
          type="native"
          tabIndex={0}
          role="region"
          aria-label={m.pipelines_decisions_scrolls_sideways()}
        >
          <Table verticalSpacing={6} horizontalSpacing={8} mt="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{m.pipelines_day()}</Table.Th>
                <Table.Th scope="col">{m.pipelines_hose_is()}</Table.Th>
                <Table.Th scope="col">{m.pipelines_reason()}</Table.Th>
                <Table.Th scope="col">{m.pipelines_by()}</Table.Th>
                <Table.Th scope="col">{m.pipelines_on()}</Table.Th>
                <Table.Th scope="col">{m.pipelines_action()}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {days.map((day) => (
                <DayRow key={day.day} day={day} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Card>
  );
}

function DayRow({ day }: { day: TradingDay }) {
  const undo = useUndo();
  const isClosed = (day.kind === "closed") === (day.state === "confirmed");
  return (
    <Table.Tr>
      <Table.Th scope="row" className="figures">
        {day.day}
      </Table.Th>
      <Table.Td>{isClosed ? m.pipelines_day_closed() : m.pipelines_day_open()}</Table.Td>
      <Table.Td>{day.reason}</Table.Td>
      <Table.Td>{day.decidedBy}</Table.Td>
      <Table.Td className="figures">{time(day.decidedAt)}</Table.Td>
      <Table.Td>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={m.pipelines_undo_the_decision_on({ day: day.day })}
          loading={undo.isPending}
          onClick={() => undo.mutate(day.day)}
        >
          {m.pipelines_undo()}
        </Button>
      </Table.Td>
    </Table.Tr>
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
