import { Button, Group, NumberInput, Select, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import { decimal } from "@/shared/format/numbers";
import { type Kind, type Portfolio, useAddTransaction } from "./queries";
import { fieldsOf, KINDS } from "./words";

const OPTIONS = Object.entries(KINDS).map(([value, label]) => ({ value, label }));

type Amounts = { quantity: number | string; price: number | string; amount: number | string };

const EMPTY: Amounts = { quantity: "", price: "", amount: "" };

/** The form of a transaction, whose inputs depend on its kind. */
export function TransactionForm({ portfolio, onClose }: { portfolio: Portfolio; onClose: () => void }) {
  const add = useAddTransaction();
  // The same request has the same key: repeated, it records the transaction once.
  const sent = useRef({ text: "", key: "" });
  const [kind, setKind] = useState<Kind>("buy");
  const [day, setDay] = useState("");
  const [ticker, setTicker] = useState("");
  const [amounts, setAmounts] = useState(EMPTY);
  const [charges, setCharges] = useState<{ fee: number | string; tax: number | string }>({
    fee: "",
    tax: "",
  });
  const [note, setNote] = useState("");
  const fields = fieldsOf(kind);

  function submit(event: FormEvent) {
    event.preventDefault();
    const body = {
      day,
      kind,
      ticker: fields.ticker ? ticker.trim().toUpperCase() : null,
      quantity: fields.quantity ? Number(amounts.quantity) : 0,
      price: fields.price ? Number(amounts.price) : 0,
      amount: fields.amount ? Number(amounts.amount) : 0,
      fee: fields.fee ? given(charges.fee) : null,
      tax: fields.tax ? given(charges.tax) : null,
      note,
    };
    const text = JSON.stringify(body);
    if (text !== sent.current.text) sent.current = { text, key: crypto.randomUUID() };
    add.mutate(
      {
        params: { path: { portfolioId: portfolio.id }, header: { "Idempotency-Key": sent.current.key } },
        body,
      },
      { onSuccess: onClose },
    );
  }

  const number = (name: keyof Amounts, label: string, description?: string) =>
    fields[name] && (
      <NumberInput
        label={label}
        description={description}
        required
        min={1}
        allowDecimal={false}
        thousandSeparator=" "
        hideControls
        value={amounts[name]}
        onChange={(value) => setAmounts((old) => ({ ...old, [name]: value }))}
      />
    );
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Select
          label={m.portfolio_kind()}
          data={OPTIONS}
          value={kind}
          allowDeselect={false}
          onChange={(value) => setKind(value as Kind)}
          data-autofocus
        />
        <TextInput
          label={m.portfolio_day()}
          type="date"
          required
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        {fields.ticker && (
          <TextInput
            label={m.portfolio_ticker()}
            required
            maxLength={20}
            value={ticker}
            onChange={(event) => setTicker(event.currentTarget.value)}
          />
        )}
        {number("quantity", m.portfolio_shares())}
        {number("price", m.portfolio_price_a_share(), m.portfolio_as_traded())}
        {number(
          "amount",
          kind === "cash_dividend" ? m.portfolio_amount_before_tax() : m.portfolio_amount_vnd(),
        )}
        {fields.fee && (
          <NumberInput
            label={m.portfolio_fee_vnd()}
            placeholder={m.portfolio_rate_of_trade({ rate: decimal(100 * portfolio.feeRate, 2) })}
            {...chargeProps(charges.fee, (fee) => setCharges((old) => ({ ...old, fee })))}
          />
        )}
        {fields.tax && (
          <NumberInput
            label={m.portfolio_tax_vnd()}
            placeholder={m.portfolio_by_the_rules_of_that_day()}
            {...chargeProps(charges.tax, (tax) => setCharges((old) => ({ ...old, tax })))}
          />
        )}
        <TextInput
          label={m.portfolio_note()}
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {add.error !== null && (
          <ErrorNotice error={add.error} what={m.portfolio_the_transaction_was_not_recorded()} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {m.portfolio_cancel()}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {m.portfolio_record()}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function given(charge: number | string): number | null {
  return charge === "" ? null : Number(charge);
}

function chargeProps(value: number | string, onChange: (value: number | string) => void) {
  return { value, onChange, min: 0, allowDecimal: false, thousandSeparator: " ", hideControls: true };
}
