import { Alert, Button, Group, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { ago } from "@/shared/format";
import { DiffTable } from "../DiffTable";
import { type Draft, rebased } from "../document";
import { labelAt } from "../rules";
import type { DraftState } from "../useDraft";

/** Somebody else has saved while this was edited: what they changed, and what may become of the edits. */
export function NewerVersion({ schema, draft }: { schema: Draft; draft: DraftState }) {
  const { base, newer } = draft;
  if (newer === null) return null;
  const { both } = rebased(base.config, draft.draft, newer.config);
  return (
    <Alert
      color="yellow"
      role="alert"
      mb="md"
      icon={<IconUsers size={18} aria-hidden />}
      title={`${newer.author ?? "Somebody"} has saved version ${newer.version} ${ago(newer.savedAt)}, while you were editing version ${base.version}`}
      styles={{ title: { color: "var(--middling)" } }}
    >
      <DiffTable
        schema={schema}
        caption={`What version ${newer.version} has changed`}
        before={{ name: `Version ${base.version}`, config: base.config }}
        after={{ name: `Version ${newer.version}`, config: newer.config }}
      />
      <Text size="sm" mt="sm">
        {both.length === 0
          ? "Your own changes are of other fields."
          : `You have changed as well, and yours would be kept: ${both.map((path) => labelAt(schema, path)).join(", ")}.`}
      </Text>
      <Group mt="sm">
        <Button size="xs" onClick={() => draft.rebase(newer)}>
          Load it and keep my changes
        </Button>
        <Button size="xs" variant="default" onClick={() => draft.adopt(newer)}>
          Load it and discard my changes
        </Button>
      </Group>
    </Alert>
  );
}
