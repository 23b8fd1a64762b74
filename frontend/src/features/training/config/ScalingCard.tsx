import { ChoiceField } from "@/shared/form/ChoiceField";
import { SectionCard } from "@/shared/form/SectionCard";

const NAMES = { standard: "StandardScaler", none: "None" };

/** Whether features are scaled. */
export function ScalingCard() {
  return (
    <SectionCard section="scaling" title="Scaling">
      <ChoiceField
        path="scaling"
        label="Scaler"
        names={NAMES}
        hint="SVR and Ridge need scaled features. StandardScaler is fitted on training rows alone."
      />
    </SectionCard>
  );
}
