import { ChoiceField } from "./ChoiceField";
import { SectionCard } from "./SectionCard";

const NAMES = { standard: "StandardScaler", none: "None" };

/** Whether features are scaled. */
export function ScalingCard() {
  return (
    <SectionCard section="scaling" title="Scaling">
      <ChoiceField
        path="scaling"
        label="Scaler"
        names={NAMES}
        hint="SVR works best with scaling. StandardScaler is fitted on training rows alone."
      />
    </SectionCard>
  );
}
