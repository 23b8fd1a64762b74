import { ChoiceField } from "@/shared/form/ChoiceField";
import { NumberField } from "@/shared/form/NumberField";
import { NumbersField } from "@/shared/form/NumbersField";
import { SectionCard } from "@/shared/form/SectionCard";
import { SwitchField } from "@/shared/form/SwitchField";
import { TextField } from "@/shared/form/TextField";
import { useField } from "@/shared/form/useField";

const METHODS = { none: "All features", p_value: "By p-value", auto: "Automatic" };

/** Which features each fit selects, and whether importances are measured. */
export function SelectionCard() {
  const method = useField("selection.method");
  const hasParent = typeof useField("selection.parent").value === "string";
  return (
    <SectionCard
      section="selection"
      title="Feature selection"
      hint="Each fit selects from its own training rows, so that no score knows what it is tested on."
    >
      <ChoiceField
        path="selection.method"
        names={METHODS}
        hint="By p-value: those whose coefficient is significant. Automatic: the best two of each group by permutation importance."
        disabled={hasParent}
      />
      {method.value === "p_value" && (
        <NumberField
          path="selection.threshold"
          hint="After Benjamini and Hochberg’s correction, by errors that allow for overlapping labels"
          disabled={hasParent}
        />
      )}
      <NumbersField
        path="selection.allow"
        hint="Only these, by name; add with Enter; empty: all"
        disabled={hasParent}
      />
      <NumbersField path="selection.block" hint="Never these, by name; add with Enter" disabled={hasParent} />
      <TextField
        path="selection.parent"
        hint="The id of a run that has selected features. Its runs page has “Train a child”, which needs no id."
      />
      <SwitchField path="selection.importances" />
    </SectionCard>
  );
}
