import { List, Text } from "@mantine/core";
import { IconCloudQuestion } from "@tabler/icons-react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { Notice } from "@/shared/components/Notice";
import type { Draft } from "@/shared/form/draft";
import { labelAt } from "@/shared/form/rules";

type Variable = Schemas["AirflowVariable"];

const WORDS: Record<Exclude<Variable["state"], "same">, { title: string; text: string }> = {
  edited: {
    title: m.training_the_configuration_was_changed_in_airflow(),
    text: m.training_the_next_run_trains_with_airflows(),
  },
  invalid: {
    title: m.training_airflow_has_a_configuration_that_the(),
    text: m.training_it_was_changed_in_airflow_save(),
  },
  missing: {
    title: m.training_airflow_has_no_configuration(),
    text: m.training_save_here_to_store_this_configuration(),
  },
  unknown: {
    title: m.training_airflow_does_not_answer(),
    text: m.training_its_configuration_is_unknown_saving_and(),
  },
};

/** The differences of the Airflow Variable, which the next run reads, from the saved version. */
export function AirflowNotice({ schema, variable }: { schema: Draft; variable: Variable }) {
  if (variable.state === "same") return null;
  const { title, text } = WORDS[variable.state];
  return (
    <Notice
      kind={variable.state === "invalid" ? "error" : "warning"}
      role="status"
      mb="md"
      title={title}
      icon={<IconCloudQuestion size={18} aria-hidden />}
    >
      <Text size="sm">{text}</Text>
      {variable.differences.length > 0 && (
        <Text size="sm" mt={4}>
          {m.training_changed_in_airflow({
            differences: variable.differences.map((path) => labelAt(schema, path)).join(", "),
          })}
        </Text>
      )}
      {variable.blockers.length > 0 && (
        <List size="sm" mt={4}>
          {variable.blockers.map(({ fieldPath, message }) => (
            <List.Item key={fieldPath + message}>
              {fieldPath && `${labelAt(schema, fieldPath)}: `}
              {message}
            </List.Item>
          ))}
        </List>
      )}
    </Notice>
  );
}
