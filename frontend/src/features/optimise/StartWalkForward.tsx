import { Button, Group, MultiSelect, NumberInput } from "@mantine/core";
import { useRef, useState } from "react";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import { idempotencyKey } from "@/shared/idempotencyKey";
import { requestOf, type Values } from "./form";
import { type Method, type Portfolio, useStartWalkForward } from "./queries";
import { inWordsOfTheForm } from "./refusal";
import { METHODS } from "./words";

type Props = { portfolio: Portfolio; values: Values; onStarted: (id: string) => void };

/** Requests a walk-forward of some methods, under the constraints of the page. */
export function StartWalkForward({ portfolio, values, onStarted }: Props) {
  const start = useStartWalkForward();
  const [methods, setMethods] = useState<string[]>(["minimum_variance", "risk_parity"]);
  const [sessions, setSessions] = useState<number | string>(21);
  const [years, setYears] = useState<number | string>(10);
  const keys = useRef(new Map<string, string>());
  function submit() {
    const { universe, lookback, riskFree, constraints } = requestOf(values);
    const body = {
      universe,
      lookback,
      riskFree,
      ...(constraints ? { constraints } : {}),
      methods: methods as Method[],
      rebalanceSessions: Number(sessions),
      years: Number(years),
    };
    const header = { "Idempotency-Key": idempotencyKey(keys.current, { portfolio: portfolio.id, body }) };
    start.mutate(
      { params: { path: { portfolioId: portfolio.id }, header }, body },
      {
        onSuccess: ({ id }) => {
          keys.current.clear();
          onStarted(id);
        },
      },
    );
  }
  return (
    <>
      <Group align="flex-end" gap="sm">
        <MultiSelect
          label={m.optimise_methods()}
          data={Object.entries(METHODS).map(([value, label]) => ({ value, label }))}
          value={methods}
          onChange={setMethods}
          w={420}
          maw="100%"
        />
        <NumberInput
          label={m.optimise_sessions_between_decisions()}
          min={5}
          max={250}
          allowDecimal={false}
          value={sessions}
          onChange={setSessions}
          w={190}
        />
        <NumberInput
          label={m.optimise_years()}
          min={1}
          max={20}
          allowDecimal={false}
          value={years}
          onChange={setYears}
          w={90}
        />
        <Button onClick={submit} loading={start.isPending} disabled={methods.length === 0}>
          {m.optimise_start_a_walk_forward()}
        </Button>
      </Group>
      {start.isError && (
        <ErrorNotice
          error={inWordsOfTheForm(start.error)}
          what={m.optimise_the_walk_forward_was_not_started()}
        />
      )}
    </>
  );
}
