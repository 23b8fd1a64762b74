import { Button, Group, NumberInput, Table, Text } from "@mantine/core";
import { useState } from "react";
import { ApiError } from "@/api/errors";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import { profileName } from "@/shared/format/profiles";
import { capital } from "@/shared/format/words";
import { type ActiveProfiles, useSaveProfiles } from "./queries";
import { NAMES, type Threshold, thresholdsOf, withThreshold } from "./thresholds";

/** Thresholds in rows and profiles in columns, as the JSON schema describes them; faults stand at their fields. */
export function ProfilesForm({ active, mayEdit }: { active: ActiveProfiles; mayEdit: boolean }) {
  const [draft, setDraft] = useState(active.profiles);
  const save = useSaveProfiles();
  const faults = save.error instanceof ApiError ? save.error.blockers : [];
  const changed = JSON.stringify(draft) !== JSON.stringify(active.profiles);
  const fee = draft.costs?.feePct;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ params: { query: { basedOnVersion: active.version } }, body: draft });
      }}
    >
      <Table.ScrollContainer
        minWidth={640}
        type="native"
        tabIndex={0}
        role="region"
        aria-label={m.recommendations_thresholds_scrolls_sideways()}
      >
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{m.recommendations_threshold()}</Table.Th>
              {NAMES.map((name) => (
                <Table.Th scope="col" key={name}>
                  {capital(profileName(name))}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {thresholdsOf(active).map((threshold) => (
              <Table.Tr key={threshold.name}>
                <Table.Th scope="row" fw="normal">
                  <Text fw={600} size="sm">
                    {threshold.title}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {capital(threshold.description)}
                  </Text>
                </Table.Th>
                {NAMES.map((name) => (
                  <Table.Td key={name} miw={130} style={{ verticalAlign: "top" }}>
                    <Cell
                      label={`${threshold.title}, ${profileName(name)}`}
                      threshold={threshold}
                      value={draft[name][threshold.name]}
                      mayEdit={mayEdit}
                      fault={
                        faults.find(({ fieldPath }) => fieldPath === `${name}.${threshold.name}`)?.message
                      }
                      onChange={(value) => setDraft(withThreshold(draft, name, threshold.name, value))}
                    />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {fee !== undefined && (
        <Text size="sm" c="dimmed" mt="xs">
          {m.recommendations_costs_of_trade({ fee })}
        </Text>
      )}
      {save.error !== null && (
        <ErrorNotice error={save.error} what={m.recommendations_the_profiles_were_not_saved()} />
      )}
      {mayEdit && (
        <Group mt="md">
          <Button type="submit" disabled={!changed} loading={save.isPending}>
            {m.recommendations_save_as_a_new_version()}
          </Button>
          <Button variant="default" disabled={!changed} onClick={() => setDraft(active.profiles)}>
            {m.recommendations_discard_the_changes()}
          </Button>
        </Group>
      )}
    </form>
  );
}

type CellProps = {
  label: string;
  threshold: Threshold;
  value: number;
  mayEdit: boolean;
  fault: string | undefined;
  onChange: (value: number) => void;
};

function Cell({ label, threshold, value, mayEdit, fault, onChange }: CellProps) {
  return (
    <NumberInput
      aria-label={label}
      size="sm"
      value={value}
      readOnly={!mayEdit}
      hideControls
      thousandSeparator=" "
      min={threshold.minimum ?? Number.NEGATIVE_INFINITY}
      max={threshold.maximum ?? Number.POSITIVE_INFINITY}
      clampBehavior="none"
      error={fault}
      onChange={(typed) => typeof typed === "number" && onChange(typed)}
    />
  );
}
