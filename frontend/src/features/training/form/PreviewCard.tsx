import { Button, Card, Group, Skeleton, Text, Title } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import type { Schemas } from "@/api/client";
import { count, duration } from "@/shared/format";
import { Facts } from "../Facts";
import { modelName } from "../modelName";
import type { Check } from "./useCheck";

/** What a run of the draft would take, and the way to start one. */
export function PreviewCard({ check, onStart }: { check: Check; onStart: () => void }) {
  const { preview, review, faults, isBehind } = check;
  return (
    <Card component="section" aria-label="Run preview" aria-busy={isBehind}>
      <Title order={2} size="h5" mb="xs">
        Run preview
      </Title>
      {preview !== null && faults.length === 0 ? (
        <Preview preview={preview} />
      ) : review.isPending ? (
        <Skeleton height={120} />
      ) : (
        <Text size="sm" c="dimmed">
          There is a preview once nothing is to be mended.
        </Text>
      )}
      <Button mt="md" leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={onStart}>
        Start a run
      </Button>
    </Card>
  );
}

function Preview({ preview }: { preview: Schemas["RunPreview"] }) {
  const { estRuntimeMinutes, basis, tickers, fits, horizons, models, withoutPrices } = preview;
  return (
    <>
      <Group gap={6} align="baseline">
        <Text size="xl" fw={700}>
          {estRuntimeMinutes === null ? "–" : `≈ ${duration(estRuntimeMinutes * 60)}`}
        </Text>
        <Text size="sm" c="dimmed">
          {basis === "prior" ? "a first guess" : `by ${basis}`}
        </Text>
      </Group>
      <Facts
        facts={[
          ["Tickers", count(tickers)],
          ["Fits", count(fits)],
          ["Horizons", `${horizons.join(", ")} sessions`],
          ["Models", models.map(modelName).join(", ")],
        ]}
      />
      {withoutPrices.length > 0 && (
        <Text size="sm" c="var(--middling)" mt="xs">
          No prices are stored of {withoutPrices.join(", ")}: they are left out.
        </Text>
      )}
    </>
  );
}
