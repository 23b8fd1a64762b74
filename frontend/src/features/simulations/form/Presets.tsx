import { Chip, Group, Input, Text } from "@mantine/core";
import { useId } from "react";
import { m } from "@/paraglide/messages";
import type { SimulationForm } from "../queries";

type Props = {
  presets: SimulationForm["presets"];
  chosen: string | undefined;
  onChoose: (name: string) => void;
};

/** Named examples that the form can begin with. */
export function Presets({ presets, chosen, onChoose }: Props) {
  const id = useId();
  return (
    <Input.Wrapper label={m.simulations_begin_with()} labelElement="div" labelProps={{ id }}>
      <Chip.Group value={chosen ?? null} onChange={onChoose}>
        <Group role="radiogroup" aria-labelledby={id} gap={8} mt={4}>
          {presets.map(({ name, title }) => (
            <Chip key={name} value={name} size="sm">
              {title}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Text size="sm" c="dimmed" mt={6}>
        {presets.find(({ name }) => name === chosen)?.description ??
          m.simulations_a_clone_of_an_earlier_simulation()}
      </Text>
    </Input.Wrapper>
  );
}
