import { Button, Group, Modal, NumberInput, Stack, Switch, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { ErrorNotice } from "@/shared/components/LoadState";
import { type Portfolio, useAddPortfolio, useChangePortfolio } from "./queries";

const USUAL_FEE_PCT = 0.15;
const MAX_FEE_PCT = 0.5;

type Settings = { name: string; feeRate: number; takesUpRights: boolean };

/** A button with the form of a new portfolio. */
export function AddPortfolioButton({ onAdded }: { onAdded: (id: string) => void }) {
  const [opened, { open, close }] = useDisclosure();
  const add = useAddPortfolio();
  return (
    <>
      <Button variant="default" onClick={open}>
        New portfolio
      </Button>
      <Form
        title="New portfolio"
        opened={opened}
        onClose={close}
        initial={{ name: "", feeRate: USUAL_FEE_PCT / 100, takesUpRights: true }}
        mutation={add}
        onSubmit={(body) =>
          add.mutate(
            { body },
            {
              onSuccess: ({ id }) => {
                close();
                onAdded(id);
              },
            },
          )
        }
      />
    </>
  );
}

/** A button with the form of an existing portfolio. */
export function ChangePortfolioButton({ portfolio }: { portfolio: Portfolio }) {
  const [opened, { open, close }] = useDisclosure();
  const change = useChangePortfolio();
  const { id: portfolioId, name, feeRate, takesUpRights } = portfolio;
  return (
    <>
      <Button variant="default" size="xs" onClick={open}>
        Settings
      </Button>
      <Form
        title={`Settings of ${name}`}
        opened={opened}
        onClose={close}
        initial={{ name, feeRate, takesUpRights }}
        mutation={change}
        onSubmit={(body) => change.mutate({ params: { path: { portfolioId } }, body }, { onSuccess: close })}
      />
    </>
  );
}

type FormProps = {
  title: string;
  opened: boolean;
  onClose: () => void;
  initial: Settings;
  mutation: { isPending: boolean; error: unknown; reset: () => void };
  onSubmit: (settings: Settings) => void;
};

function Form({ title, opened, onClose, ...form }: FormProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Fields {...form} onClose={onClose} />
    </Modal>
  );
}

function Fields({ initial, mutation, onSubmit, onClose }: Omit<FormProps, "title" | "opened">) {
  const [name, setName] = useState(initial.name);
  const [feePct, setFeePct] = useState<number | string>(100 * initial.feeRate);
  const [takesUpRights, setTakesUpRights] = useState(initial.takesUpRights);
  function submit(event: FormEvent) {
    event.preventDefault();
    onSubmit({ name, feeRate: Number((Number(feePct) / 100).toFixed(5)), takesUpRights });
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Name"
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <NumberInput
          label="Fee of the broker, % of a trade"
          description="For transactions that do not say it; by law at most 0.5 %"
          min={0}
          max={MAX_FEE_PCT}
          step={0.01}
          decimalScale={3}
          value={feePct}
          onChange={setFeePct}
        />
        <Switch
          label="Take up rights issues by themselves"
          description="On the ex-date, if the cash suffices. Off: enter the shares that you have bought."
          checked={takesUpRights}
          onChange={(event) => setTakesUpRights(event.currentTarget.checked)}
        />
        {mutation.error !== null && <ErrorNotice error={mutation.error} what="It was not saved" />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={mutation.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
