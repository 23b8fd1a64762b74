import { Button, Checkbox, Group, Modal, NumberInput, Radio, Stack, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { getRouteApi } from "@tanstack/react-router";
import { useRef, useState } from "react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { TickerChips } from "@/shared/components/TickerChips";
import { idempotencyKey } from "@/shared/idempotencyKey";
import { valueAt } from "@/shared/json";
import { useStartRun } from "../runQueries";
import type { Base } from "../useDraft";

const route = getRouteApi("/shell/training");

const MAX_NOTES = 2000;
const MAX_SEED = 2 ** 32 - 1;

type Props = { base: Base; hasChanges: boolean };

/** A dialog that starts a run of the saved configuration. */
export function StartRun({ opened, onClose, ...form }: Props & { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      closeButtonProps={{ "aria-label": m.training_close() }}
      opened={opened}
      onClose={onClose}
      title={m.training_start_a_training_run()}
      size="lg"
    >
      <StartForm {...form} onClose={onClose} />
    </Modal>
  );
}

function StartForm({ base, hasChanges, onClose }: Props & { onClose: () => void }) {
  const navigate = route.useNavigate();
  const start = useStartRun();
  const ofConfig = tickersOf(base);
  const [scope, setScope] = useState<"all_vn30" | "selected">(ofConfig.length > 0 ? "selected" : "all_vn30");
  const [tickers, setTickers] = useState(ofConfig);
  const [seed, setSeed] = useState<string | number>("");
  const [notes, setNotes] = useState("");
  const [isGroup, setIsGroup] = useState(false);
  const keys = useRef(new Map<string, string>());

  if (base.configId === null) {
    return <Text size="sm">{m.training_a_run_needs_a_saved_configuration()}</Text>;
  }
  const request: Schemas["RunRequest"] = {
    configId: base.configId,
    scope,
    ...(scope === "selected" ? { tickers } : {}),
    ...(typeof seed === "number" ? { seeds: { globalSeed: seed } } : {}),
    ...(isGroup ? { targets: ["open", "close", "high", "low"] as const } : {}),
    ...(notes.trim() === "" ? {} : { notes: notes.trim() }),
  };
  const nothingChosen = scope === "selected" && tickers.length === 0;
  const seedIsWrong = seed !== "" && !isSeed(seed);

  const submit = () =>
    start.mutate(
      { body: request, params: { header: { "Idempotency-Key": idempotencyKey(keys.current, request) } } },
      {
        onSuccess: ({ runId, runIds }) => {
          onClose();
          const message =
            runIds.length > 1
              ? m.training_runs_are_requested({ count: runIds.length })
              : m.training_the_run_is_requested();
          notifications.show({ message, color: "green" });
          void navigate({ search: { tab: "runs", run: runId } });
        },
      },
    );

  return (
    <Stack>
      <Text size="sm">
        {m.training_with_version_of_the_configuration_saved({
          version: base.version,
          author: base.author ?? m.training_another_user(),
        })}
      </Text>
      {hasChanges && <Notice py="xs">{m.training_your_unsaved_changes_are_not_part()}</Notice>}
      <Radio.Group
        label={m.training_scope()}
        value={scope}
        onChange={(value) => setScope(value === "selected" ? "selected" : "all_vn30")}
      >
        <Group mt={8}>
          <Radio value="all_vn30" label={m.training_all_vn30()} />
          <Radio value="selected" label={m.training_selected_tickers()} />
        </Group>
      </Radio.Group>
      {scope === "selected" && (
        <TickerChips
          label={m.training_tickers_to_train()}
          value={tickers}
          onChange={setTickers}
          error={nothingChosen ? m.training_select_at_least_one() : undefined}
        />
      )}
      <Checkbox
        label={m.training_train_group()}
        description={m.training_four_runs_of_the_open_the()}
        checked={isGroup}
        onChange={(event) => setIsGroup(event.currentTarget.checked)}
      />
      <NumberInput
        label={m.training_seed()}
        description={m.training_empty_the_seed_of_the_configuration({
          config: String(valueAt(base.config, "reproducibility.seed")),
        })}
        value={seed}
        onChange={setSeed}
        min={0}
        max={MAX_SEED}
        clampBehavior="none"
        allowDecimal={false}
        error={seedIsWrong ? m.training_must_be_a_whole_number_from({ maxseed: MAX_SEED }) : undefined}
      />
      <Textarea
        label={m.training_notes()}
        description={m.training_the_purpose_of_this_run_shown()}
        maxLength={MAX_NOTES}
        rows={3}
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
      {start.isError && <ErrorNotice error={start.error} what={m.training_the_run_was_not_started()} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {m.training_close()}
        </Button>
        <Button loading={start.isPending} disabled={nothingChosen || seedIsWrong} onClick={submit}>
          {start.isError ? m.training_try_again() : m.training_start()}
        </Button>
      </Group>
    </Stack>
  );
}

function tickersOf({ config }: Base): string[] {
  const tickers = valueAt(config, "universe.tickers");
  const isSelection = valueAt(config, "universe.useAllVn30") === false;
  return isSelection && Array.isArray(tickers) ? tickers.map(String) : [];
}

function isSeed(seed: string | number): boolean {
  return typeof seed === "number" && Number.isInteger(seed) && seed >= 0 && seed <= MAX_SEED;
}
