import { m } from "@/paraglide/messages";
import { ChoiceField } from "@/shared/form/ChoiceField";
import { NumberField } from "@/shared/form/NumberField";
import { NumbersField } from "@/shared/form/NumbersField";
import { SectionCard } from "@/shared/form/SectionCard";
import { SwitchField } from "@/shared/form/SwitchField";
import { TextField } from "@/shared/form/TextField";
import { useField } from "@/shared/form/useField";

const METHODS = {
  none: m.training_all_features(),
  p_value: m.training_by_p_value(),
  auto: m.training_automatic(),
};

/** Which features each fit selects, and whether importances are measured. */
export function SelectionCard() {
  const method = useField("selection.method");
  const hasParent = typeof useField("selection.parent").value === "string";
  return (
    <SectionCard
      section="selection"
      title={m.training_feature_selection()}
      hint={m.training_each_fit_selects_from_its_own()}
    >
      <ChoiceField
        path="selection.method"
        names={METHODS}
        hint={m.training_by_p_value_those_whose_coefficient()}
        disabled={hasParent}
      />
      {method.value === "p_value" && (
        <NumberField
          path="selection.threshold"
          hint={m.training_after_benjamini_and_hochbergs_correction_by()}
          disabled={hasParent}
        />
      )}
      <NumbersField
        path="selection.allow"
        hint={m.training_only_these_by_name_add_with()}
        disabled={hasParent}
      />
      <NumbersField
        path="selection.block"
        hint={m.training_never_these_by_name_add_with()}
        disabled={hasParent}
      />
      <TextField path="selection.parent" hint={m.training_the_id_of_a_run_that()} />
      <SwitchField path="selection.importances" />
    </SectionCard>
  );
}
