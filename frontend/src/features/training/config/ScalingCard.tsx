import { m } from "@/paraglide/messages";
import { ChoiceField } from "@/shared/form/ChoiceField";
import { SectionCard } from "@/shared/form/SectionCard";

const NAMES = { standard: "StandardScaler", none: m.training_none() };

/** Whether features are scaled. */
export function ScalingCard() {
  return (
    <SectionCard section="scaling" title={m.training_scaling()}>
      <ChoiceField
        path="scaling"
        label={m.training_scaler()}
        names={NAMES}
        hint={m.training_svr_and_ridge_need_scaled_features()}
      />
    </SectionCard>
  );
}
