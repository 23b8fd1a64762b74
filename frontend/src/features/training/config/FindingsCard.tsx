import { Card, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import type { FieldFault } from "@/api/errors";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import type { Draft } from "@/shared/form/draft";
import { jumpTo } from "@/shared/form/jump";
import { labelAt } from "@/shared/form/rules";
import classes from "./FindingsCard.module.css";
import type { Check } from "./useCheck";

/** The faults and warnings, each with a link to its field. */
export function FindingsCard({ schema, check }: { schema: Draft; check: Check }) {
  const { faults, warnings, review } = check;
  if (faults.length === 0 && warnings.length === 0 && !review.isError) return null;
  return (
    <Card component="section" aria-label={m.training_findings()}>
      <Stack gap="md">
        {review.isError && (
          <ErrorNotice
            error={review.error}
            what={m.training_the_configuration_could_not_be_checked()}
            onRetry={() => void review.refetch()}
          />
        )}
        <Findings
          schema={schema}
          title={m.training_to_correct_before_saving()}
          tone="fault"
          findings={faults}
        />
        <Findings schema={schema} title={m.training_warnings()} tone="warning" findings={warnings} />
      </Stack>
    </Card>
  );
}

type Props = { schema: Draft; title: string; tone: "fault" | "warning"; findings: FieldFault[] };

function Findings({ schema, title, tone, findings }: Props) {
  if (findings.length === 0) return null;
  return (
    <div>
      <Title order={2} size="h5" mb={4}>
        {title}
      </Title>
      <ul className={classes.list}>
        {findings.map(({ fieldPath, message }) => (
          <li key={fieldPath + message}>
            <UnstyledButton
              className={classes.finding}
              data-from-api
              data-tone={tone}
              onClick={() => jumpTo(fieldPath)}
            >
              <Text span size="sm" fw={600} inherit>
                {fieldPath === "" ? m.training_the_configuration() : labelAt(schema, fieldPath)}
              </Text>
              <Text span size="sm" display="block" c="var(--mantine-color-text)">
                {message}
              </Text>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
