import { SimpleGrid } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { NumberField } from "@/shared/form/NumberField";
import { SectionCard } from "@/shared/form/SectionCard";

/** The seed of random numbers. */
export function ReproducibilityCard() {
  return (
    <SectionCard
      section="reproducibility"
      title={m.training_reproducibility()}
      hint={m.training_the_same_prices_configuration_and_seed()}
    >
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <NumberField path="reproducibility.seed" />
      </SimpleGrid>
    </SectionCard>
  );
}
