import { Button, Card, Group, Skeleton, Text, Title } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FactList } from "@/shared/components/FactList";
import { useConfigForm } from "@/shared/form/ConfigForm";
import { count } from "@/shared/format/numbers";
import { duration } from "@/shared/format/times";
import { modelLabel } from "./modelLabel";
import type { Check } from "./useCheck";

/** The estimated cost of a run of the draft, and a button that starts a run. */
export function PreviewCard({ check, onStart }: { check: Check; onStart: () => void }) {
  const { preview, review, faults, isBehind } = check;
  return (
    <Card component="section" aria-label={m.training_run_preview()} aria-busy={isBehind}>
      <Title order={2} size="h5" mb="xs">
        {m.training_run_preview()}
      </Title>
      {preview !== null && faults.length === 0 ? (
        <Preview preview={preview} />
      ) : review.isPending ? (
        <Skeleton height={120} />
      ) : (
        <Text size="sm" c="dimmed">
          {m.training_the_preview_appears_once_all_fields()}
        </Text>
      )}
      <Button
        mt="md"
        aria-haspopup="dialog"
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        onClick={onStart}
      >
        {m.training_start_a_run()}
      </Button>
    </Card>
  );
}

function Preview({ preview }: { preview: Schemas["RunPreview"] }) {
  const { schema } = useConfigForm();
  const { estRuntimeMinutes, basis, tickers, fits, horizons, models, withoutPrices } = preview;
  return (
    <>
      <Group gap={6} align="baseline">
        <Text size="xl" fw={700}>
          {estRuntimeMinutes === null ? "–" : `≈ ${duration(estRuntimeMinutes * 60)}`}
        </Text>
        <Text size="sm" c="dimmed">
          {basis === "prior"
            ? m.training_a_default_estimate()
            : m.training_by_2({ count: Number.parseInt(basis, 10) })}
        </Text>
      </Group>
      <FactList
        facts={[
          [m.training_tickers(), count(tickers)],
          [m.training_fits(), count(fits)],
          [m.training_horizons(), m.training_sessions_2({ horizons: horizons.join(", ") })],
          [m.training_models(), models.map((model) => modelLabel(schema, model)).join(", ")],
        ]}
      />
      {withoutPrices.length > 0 && (
        <Text size="sm" c="var(--middling)" mt="xs">
          {m.training_no_prices_are_stored_for_these({ withoutPrices: withoutPrices.join(", ") })}
        </Text>
      )}
    </>
  );
}
