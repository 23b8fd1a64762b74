import { Button, Checkbox, Group, Modal, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { m } from "@/paraglide/messages";
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
  return (
    <DecisionButton version={version} label={m.models_promote()} horizons={horizons} decide={usePromote()} />
  );
}

/** Roll back to a version at horizons where it was champion. */
export function RollBackButton({ version }: { version: VersionDetail }) {
  const earlier = new Set(version.tenures.map(({ horizon }) => horizon));
  const horizons = HORIZONS.filter(
    (horizon) => earlier.has(horizon) && !version.championAt.includes(horizon),
  );
  return (
    <DecisionButton
      version={version}
      label={m.models_roll_back_to_it()}
      horizons={horizons}
      decide={useRollBack()}
    />
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
        aria-haspopup="dialog"
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
        closeButtonProps={{ "aria-label": m.models_close() }}
      >
        <Text size="sm" mb="sm">
          {m.models_from_now_on_its_forecasts_are()}
        </Text>
        <Checkbox.Group
          label={m.models_horizons()}
          value={chosen}
          onChange={(values) => setChosen(HORIZONS.filter((horizon) => values.includes(horizon)))}
        >
          <Group mt={6} mb="sm">
            {horizons.map((horizon) => (
              <Checkbox
                key={horizon}
                value={horizon}
                label={m.models_champion_2({
                  horizon: horizon.toUpperCase(),
                  horizon2: champions[horizon] ?? m.models_champion_none(),
                })}
              />
            ))}
          </Group>
        </Checkbox.Group>
        <Textarea
          label={m.models_note()}
          description={m.models_why_it_is_kept_in_the()}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={2000}
          autosize
          minRows={2}
          required
          data-autofocus
        />
        {decide.error !== null && (
          <ErrorNotice error={decide.error} what={m.models_the_champions_have_not_been_changed()} />
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            {m.models_keep_the_champions()}
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
