import { Button, Checkbox, Group, Modal, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { ErrorNotice } from "@/shared/components/LoadState";
import { HORIZONS, type Horizon } from "@/shared/horizons";
import { usePromote, useRollBack, useVersions, type VersionDetail } from "./queries";

const MIN_NOTE = 3;

type Props = {
  version: VersionDetail;
  label: string;
  /** The horizons that can be chosen. */
  horizons: Horizon[];
  decide: ReturnType<typeof usePromote> | ReturnType<typeof useRollBack>;
};

/** Promote a version at horizons where it is not champion. */
export function PromoteButton({ version }: { version: VersionDetail }) {
  const horizons = HORIZONS.filter(
    (horizon) => version.scores[horizon] && !version.championAt.includes(horizon),
  );
  return <DecisionButton version={version} label="Promote" horizons={horizons} decide={usePromote()} />;
}

/** Roll back to a version at horizons where it was champion. */
export function RollBackButton({ version }: { version: VersionDetail }) {
  const earlier = new Set(version.tenures.map(({ horizon }) => horizon));
  const horizons = HORIZONS.filter(
    (horizon) => earlier.has(horizon) && !version.championAt.includes(horizon),
  );
  return (
    <DecisionButton version={version} label="Roll back to it" horizons={horizons} decide={useRollBack()} />
  );
}

function DecisionButton({ version, label, horizons, decide }: Props) {
  const [opened, { open, close }] = useDisclosure();
  const [chosen, setChosen] = useState<Horizon[]>([]);
  const [note, setNote] = useState("");
  const champions = useChampions(version.universe);
  const wanted = horizons.filter((horizon) => chosen.includes(horizon));
  function confirm() {
    const expected = Object.fromEntries(
      wanted.flatMap((horizon) => (champions[horizon] ? [[horizon, champions[horizon]]] : [])),
    );
    decide.mutate(
      {
        params: { path: { version: version.version } },
        body: { horizons: wanted, note: note.trim(), expected },
      },
      { onSuccess: close },
    );
  }
  return (
    <>
      <Button
        variant="default"
        size="xs"
        disabled={horizons.length === 0}
        onClick={() => {
          decide.reset();
          setChosen(horizons);
          setNote("");
          open();
        }}
      >
        {label}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={`${label}: ${version.version}`}
        centered
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Text size="sm" mb="sm">
          From now on its forecasts are served at the chosen horizons. Earlier forecasts stay on record. With
          the setting promotion: newest, the next training run succeeds it.
        </Text>
        <Checkbox.Group
          label="Horizons"
          value={chosen}
          onChange={(values) => setChosen(HORIZONS.filter((horizon) => values.includes(horizon)))}
        >
          <Group mt={6} mb="sm">
            {horizons.map((horizon) => (
              <Checkbox
                key={horizon}
                value={horizon}
                label={`${horizon.toUpperCase()} (champion ${champions[horizon] ?? "none"})`}
              />
            ))}
          </Group>
        </Checkbox.Group>
        <Textarea
          label="Note"
          description="Why; it is kept in the history and the audit trail"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={2000}
          autosize
          minRows={2}
          required
          data-autofocus
        />
        {decide.error !== null && (
          <ErrorNotice error={decide.error} what="The champions have not been changed" />
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            Keep the champions
          </Button>
          <Button
            loading={decide.isPending}
            disabled={wanted.length === 0 || note.trim().length < MIN_NOTE}
            onClick={confirm}
          >
            {label}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

/** The champions of a universe by horizon. */
function useChampions(universe: string): Partial<Record<Horizon, string>> {
  const versions = useVersions();
  const rows = versions.data?.data.filter((version) => version.universe === universe) ?? [];
  return Object.fromEntries(
    rows.flatMap(({ championAt, version }) => championAt.map((horizon) => [horizon, version])),
  );
}
