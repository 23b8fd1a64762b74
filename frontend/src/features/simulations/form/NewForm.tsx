import { Button, Card, Group, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useRef, useState } from "react";
import { ApiError, type FieldFault } from "@/api/errors";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import { ConfigForm } from "@/shared/form/ConfigForm";
import { type Draft, isWithin, withValue } from "@/shared/form/draft";
import { includedAt, labelAt } from "@/shared/form/rules";
import { idempotencyKey } from "@/shared/idempotencyKey";
import { type SimulationForm, useStartBatch, useStartSimulation } from "../queries";
import { axesOf, sizeOf, type TypedAxis, withAxis } from "./axes";
import { BatchCard } from "./BatchCard";
import { Presets } from "./Presets";
import { Sections } from "./Sections";

type Props = {
  form: SimulationForm;
  /** The document that the form begins with. */
  start: Draft;
  name?: string;
  preset?: string | undefined;
  onPreset: (name: string) => void;
};

/** A simulation, or a batch over values of some fields. The faults that the API finds stand at their fields. */
export function NewForm({ form, start, name: startName = "", preset, onPreset }: Props) {
  const navigate = useNavigate();
  const [name, setName] = useState(startName);
  const [draft, setDraft] = useState(start);
  const [axes, setAxes] = useState<TypedAxis[]>([]);
  const [allVersions, setAllVersions] = useState(false);
  const [faults, setFaults] = useState<FieldFault[]>([]);
  const keys = useRef(new Map<string, string>());
  const one = useStartSimulation();
  const batch = useStartBatch();
  const schema: Draft = form.jsonSchema;
  const defaults = useMemo(
    (): Draft =>
      Object.fromEntries(Object.keys(start).map((section) => [section, includedAt(schema, section)])),
    [schema, start],
  );
  const set = useCallback((path: string, value: unknown) => {
    setDraft((old) => withValue(old, path, value));
    setFaults((old) =>
      old.filter(({ fieldPath }) => !isWithin(fieldPath, path) && !isWithin(path, fieldPath)),
    );
  }, []);

  const varied = axesOf(axes);
  const isBatch = varied.length > 0 || allVersions;
  const size = sizeOf(varied);
  const error = one.error ?? batch.error;

  function submit() {
    const common = { name: name.trim(), document: draft as SimulationForm["presets"][number]["document"] };
    const whole = { ...common, axes: varied, allVersions };
    const options = {
      onSuccess: ({
        simulationId,
        batchId,
        simulations,
      }: {
        simulationId: string;
        batchId: string;
        simulations: number;
      }) => {
        notifications.show({
          message:
            simulations > 1
              ? m.simulations_simulations_are_requested({ simulations })
              : m.simulations_the_simulation_is_requested(),
          color: "green",
          closeButtonProps: { "aria-label": m.simulations_close() },
        });
        if (simulations > 1) void navigate({ to: "/simulations", search: { batch: batchId } });
        else void navigate({ to: "/simulations/$simulationId", params: { simulationId } });
      },
      onError: (refused: unknown) => setFaults(refused instanceof ApiError ? refused.blockers : []),
    };
    const params = { header: { "Idempotency-Key": idempotencyKey(keys.current, isBatch ? whole : common) } };
    one.reset();
    batch.reset();
    if (isBatch) batch.mutate({ params, body: whole }, options);
    else one.mutate({ params, body: common }, options);
  }

  return (
    <ConfigForm schema={schema} defaults={defaults} draft={draft} faults={faults} warnings={[]} set={set}>
      {/* The API checks all fields at once, and says more than the browser. */}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          <Card>
            <Presets presets={form.presets} chosen={preset} onChoose={onPreset} />
            <TextInput
              label={m.simulations_name()}
              description={m.simulations_to_find_it_again_it_may()}
              maxLength={120}
              mt="md"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </Card>
          <Sections />
          <BatchCard
            fields={form.gridFields}
            axes={axes}
            onChange={setAxes}
            onAdd={() => setAxes(withAxis(axes))}
            allVersions={allVersions}
            onAllVersions={setAllVersions}
            size={size}
            max={form.maxSimulations}
          />
          {error !== null && (
            <ErrorNotice
              error={error}
              what={
                isBatch
                  ? m.simulations_the_batch_was_not_started()
                  : m.simulations_the_simulation_was_not_started()
              }
            />
          )}
          {faults.length > 0 && (
            <Text size="sm" c="var(--down)" role="alert">
              {faults.map(({ fieldPath, message }) => `${labelAt(schema, fieldPath)}: ${message}`).join("; ")}
            </Text>
          )}
          <Group>
            <Button
              type="submit"
              loading={one.isPending || batch.isPending}
              disabled={size > form.maxSimulations}
            >
              {isBatch
                ? allVersions
                  ? m.simulations_start_the_batch()
                  : m.simulations_start_count({ count: size })
                : m.simulations_start_the_simulation()}
            </Button>
            <Text size="sm" c="dimmed">
              {m.simulations_each_result_counts_as_a_trial()}
            </Text>
          </Group>
        </Stack>
      </form>
    </ConfigForm>
  );
}
