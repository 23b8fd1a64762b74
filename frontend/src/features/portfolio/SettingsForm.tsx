import { Button, Group, NumberInput, Stack, Switch, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import { rounded } from "@/shared/format/numbers";
import { type Portfolio, useAddPortfolio, useChangePortfolio } from "./queries";

const USUAL_FEE_PCT = 0.15;
const MAX_FEE_PCT = 0.5;

type Values = { name: string; feeRate: number; takesUpRights: boolean };

/** The form of a new portfolio. */
export function NewPortfolio({ onClose, onAdded }: { onClose: () => void; onAdded: (id: string) => void }) {
  const add = useAddPortfolio();
  return (
    <Fields
      initial={{ name: "", feeRate: USUAL_FEE_PCT / 100, takesUpRights: true }}
      mutation={add}
      onClose={onClose}
      onSubmit={(body) =>
        add.mutate(
          { body },
          {
            onSuccess: ({ id }) => {
              onClose();
              onAdded(id);
            },
          },
        )
      }
    />
  );
}

/** The form of an existing portfolio. */
export function Settings({ portfolio, onClose }: { portfolio: Portfolio; onClose: () => void }) {
  const change = useChangePortfolio();
  const { id: portfolioId, name, feeRate, takesUpRights } = portfolio;
  return (
    <Fields
      initial={{ name, feeRate, takesUpRights }}
      mutation={change}
      onClose={onClose}
      onSubmit={(body) => change.mutate({ params: { path: { portfolioId } }, body }, { onSuccess: onClose })}
    />
  );
}

type FieldsProps = {
  initial: Values;
  mutation: { isPending: boolean; error: unknown };
  onSubmit: (values: Values) => void;
  onClose: () => void;
};

function Fields({ initial, mutation, onSubmit, onClose }: FieldsProps) {
  const [name, setName] = useState(initial.name);
  const [feePct, setFeePct] = useState<number | string>(100 * initial.feeRate);
  const [takesUpRights, setTakesUpRights] = useState(initial.takesUpRights);
  function submit(event: FormEvent) {
    event.preventDefault();
    onSubmit({ name, feeRate: rounded(Number(feePct) / 100, 5), takesUpRights });
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={m.portfolio_name()}
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <NumberInput
          label={m.portfolio_fee_of_the_broker_of_a()}
          description={m.portfolio_for_transactions_that_do_not_say()}
          min={0}
          max={MAX_FEE_PCT}
          step={0.01}
          decimalScale={3}
          value={feePct}
          onChange={setFeePct}
        />
        <Switch
          label={m.portfolio_take_up_rights_issues_by_themselves()}
          description={m.portfolio_on_the_ex_date_if_the()}
          checked={takesUpRights}
          onChange={(event) => setTakesUpRights(event.currentTarget.checked)}
        />
        {mutation.error !== null && (
          <ErrorNotice error={mutation.error} what={m.portfolio_it_was_not_saved()} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {m.portfolio_cancel()}
          </Button>
          <Button type="submit" loading={mutation.isPending}>
            {m.portfolio_save()}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
