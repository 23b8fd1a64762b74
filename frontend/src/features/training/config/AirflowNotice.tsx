import { List, Text } from "@mantine/core";
import { IconCloudQuestion } from "@tabler/icons-react";
import type { Schemas } from "@/api/client";
import { Notice } from "@/shared/components/Notice";
import type { Draft } from "@/shared/form/draft";
import { labelAt } from "@/shared/form/rules";

type Variable = Schemas["AirflowVariable"];

const WORDS: Record<Exclude<Variable["state"], "same">, { title: string; text: string }> = {
  edited: {
    title: "The configuration was changed in Airflow",
    text: "The next run trains with Airflow's configuration and records it as a version, unless you save here first. Saving keeps that edit in the history.",
  },
  invalid: {
    title: "Airflow has a configuration that the next run refuses",
    text: "It was changed in Airflow. Save here to replace it.",
  },
  missing: {
    title: "Airflow has no configuration",
    text: "Save here to store this configuration there. Until then, scheduled runs fail.",
  },
  unknown: {
    title: "Airflow does not answer",
    text: "Its configuration is unknown. Saving and starting runs are not possible until Airflow answers.",
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
          Changed in Airflow: {variable.differences.map((path) => labelAt(schema, path)).join(", ")}.
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
