import { Alert, List, Text } from "@mantine/core";
import { IconCloudQuestion } from "@tabler/icons-react";
import type { Schemas } from "@/api/client";
import type { Draft } from "../document";
import { labelAt } from "../rules";

type Variable = Schemas["AirflowVariable"];

const WORDS: Record<Exclude<Variable["state"], "same">, { title: string; text: string }> = {
  edited: {
    title: "The configuration was changed in Airflow",
    text: "The next run trains with what Airflow has, and records it as a version, unless you save here first; a save keeps that edit in the history.",
  },
  invalid: {
    title: "Airflow has a configuration that the next run refuses",
    text: "Somebody has changed it there. Save here to put it right.",
  },
  missing: {
    title: "Airflow has no configuration",
    text: "Save here to give it this one; until then runs that Airflow starts by itself fail.",
  },
  unknown: {
    title: "Airflow does not answer",
    text: "Whether it still has this configuration is not known. Nothing can be saved or started until it is back.",
  },
};

/** How the Airflow Variable, which the next run reads, stands to the saved version; nothing where they agree. */
export function AirflowNotice({ schema, variable }: { schema: Draft; variable: Variable }) {
  if (variable.state === "same") return null;
  const { title, text } = WORDS[variable.state];
  return (
    <Alert
      color={variable.state === "invalid" ? "red" : "yellow"}
      role="status"
      mb="md"
      title={title}
      icon={<IconCloudQuestion size={18} aria-hidden />}
      styles={{ title: { color: variable.state === "invalid" ? "var(--down)" : "var(--middling)" } }}
    >
      <Text size="sm">{text}</Text>
      {variable.differences.length > 0 && (
        <Text size="sm" mt={4}>
          Changed there: {variable.differences.map((path) => labelAt(schema, path)).join(", ")}.
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
    </Alert>
  );
}
