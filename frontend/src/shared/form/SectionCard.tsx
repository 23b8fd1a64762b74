import { Button, Card, Group, List, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import { m } from "@/paraglide/messages";
import { differences } from "@/shared/json";
import { useConfigForm } from "./ConfigForm";
import { isWithin } from "./draft";
import type { Section } from "./paths";
import { ruleAt } from "./rules";
import classes from "./SectionCard.module.css";

type Props = { section: Section; title: string; hint?: ReactNode; children: ReactNode };

/** A card of the form: a section of the configuration, with a button that resets it to its defaults. */
export function SectionCard({ section, title, hint, children }: Props) {
  const { schema, defaults, draft, faults, warnings, set } = useConfigForm();
  const id = useId();
  const isDefault = differences(defaults[section], draft[section]).length === 0;
  // A section that is a field itself shows its fault at the field.
  const ownFault =
    ruleAt(schema, section)?.type === "object"
      ? faults.find(({ fieldPath }) => fieldPath === section)
      : undefined;
  const ownWarnings = warnings.filter(({ fieldPath }) => isWithin(fieldPath, section));
  return (
    <Card component="section" aria-labelledby={id} data-field={section} tabIndex={-1}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={2} size="h4" id={id}>
          {title}
        </Title>
        <Button
          variant="transparent"
          size="compact-sm"
          className={classes.reset}
          disabled={isDefault}
          aria-label={m.shared_reset_2({ title })}
          title={isDefault ? m.shared_the_section_has_its_defaults() : m.shared_restore_the_defaults()}
          onClick={() => set(section, defaults[section])}
        >
          {m.shared_reset()}
        </Button>
      </Group>
      {hint && (
        <Text size="sm" c="dimmed" mt={4}>
          {hint}
        </Text>
      )}
      {ownFault && (
        <Text size="sm" c="var(--down)" mt={4} role="alert">
          {ownFault.message}
        </Text>
      )}
      <Stack gap="md" mt="md">
        {children}
      </Stack>
      {ownWarnings.length > 0 && (
        <List
          size="sm"
          mt="md"
          spacing={4}
          c="var(--middling)"
          icon={<IconAlertTriangle size={16} aria-hidden />}
        >
          {ownWarnings.map(({ fieldPath, message }) => (
            <List.Item key={fieldPath + message}>{message}</List.Item>
          ))}
        </List>
      )}
    </Card>
  );
}
