import {
  ActionIcon,
  Button,
  Card,
  Group,
  NativeSelect,
  Stack,
  Switch,
  TagsInput,
  Text,
  Title,
} from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { m } from "@/paraglide/messages";
import { useConfigForm } from "@/shared/form/ConfigForm";
import { isWithin } from "@/shared/form/draft";
import { count } from "@/shared/format/numbers";
import type { SimulationForm } from "../queries";
import type { TypedAxis } from "./axes";

type Props = {
  fields: SimulationForm["gridFields"];
  axes: TypedAxis[];
  onChange: (axes: TypedAxis[]) => void;
  onAdd: () => void;
  allVersions: boolean;
  onAllVersions: (all: boolean) => void;
  size: number;
  max: number;
};

/** The fields that a batch varies: one simulation for each combination of the values. */
export function BatchCard(props: Props) {
  const { fields, axes, onChange, onAdd, allVersions, onAllVersions, size, max } = props;
  const { faults } = useConfigForm();
  const replace = (id: number, part: Partial<TypedAxis>) =>
    onChange(axes.map((axis) => (axis.id === id ? { ...axis, ...part } : axis)));
  return (
    <Card component="section" aria-label={m.simulations_batch()}>
      <Title order={2} size="h4">
        {m.simulations_batch()}
      </Title>
      <Text size="sm" c="dimmed" mt={4} mb="md">
        {m.simulations_vary_fields_to_start_a_simulation({ max: count(max) })}
      </Text>
      <Stack gap="sm">
        {axes.map((axis, place) => (
          <Group key={axis.id} align="flex-start" gap="sm" wrap="nowrap">
            <NativeSelect
              label={m.simulations_field()}
              w={220}
              data={[
                { value: "", label: m.simulations_choose_a_field() },
                ...fields.map(({ field, title }) => ({ value: field, label: title })),
              ]}
              value={axis.field ?? ""}
              onChange={(event) => replace(axis.id, { field: event.currentTarget.value || null })}
            />
            <TagsInput
              label={m.simulations_values()}
              flex={1}
              description={m.simulations_add_with_enter_none_without_on()}
              inputWrapperOrder={["label", "input", "description", "error"]}
              value={axis.values}
              onChange={(values) => replace(axis.id, { values })}
              error={
                faults.find(({ fieldPath }) => isWithin(fieldPath, `axes.${place}`))?.message ??
                (axis.field === null
                  ? undefined
                  : faults.find(({ fieldPath }) => fieldPath === axis.field)?.message)
              }
              comboboxProps={{ disabled: true }}
            />
            <ActionIcon
              variant="default"
              size="lg"
              mt={25}
              aria-label={m.simulations_remove_the_field()}
              onClick={() => onChange(axes.filter(({ id }) => id !== axis.id))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button size="xs" variant="default" onClick={onAdd} disabled={axes.length >= 6}>
            {m.simulations_vary_a_field()}
          </Button>
          <Switch
            label={m.simulations_all_model_versions_with_forecasts_of()}
            checked={allVersions}
            onChange={(event) => onAllVersions(event.currentTarget.checked)}
          />
        </Group>
        {size > 1 && (
          <Text size="sm" {...(size > max ? { c: "var(--down)", role: "alert" } : {})}>
            {size > max
              ? m.simulations_combinations_too_many({ count: count(size), max: count(max) })
              : m.simulations_combinations({ count: count(size) })}
          </Text>
        )}
      </Stack>
    </Card>
  );
}
