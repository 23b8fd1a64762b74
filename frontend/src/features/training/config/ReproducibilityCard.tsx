import { SimpleGrid } from "@mantine/core";
import { NumberField } from "@/shared/form/NumberField";
import { SectionCard } from "@/shared/form/SectionCard";

/** The seed of random numbers. */
export function ReproducibilityCard() {
  return (
    <SectionCard
      section="reproducibility"
      title="Reproducibility"
      hint="The same prices, configuration and seed give the same forecasts."
    >
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <NumberField path="reproducibility.seed" />
      </SimpleGrid>
    </SectionCard>
  );
}
