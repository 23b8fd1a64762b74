import { Button, Card, Checkbox, Group, Stack, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { m } from "@/paraglide/messages";
import { ErrorNotice, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { type Consent, useConsent, useGiveConsent } from "./queries";
import { RiskText } from "./RiskText";

/** Its children, as soon as the user has accepted the newest risk text. */
export function ConsentGate({ children }: { children: ReactNode }) {
  const consent = useConsent();
  return (
    <Loaded query={consent} what={m.shared_the_risk_text()} skeleton={<SkeletonLines lines={8} />}>
      {(given) => (given.isRequired ? <ConsentForm consent={given} /> : children)}
    </Loaded>
  );
}

/** The newest risk text, with a button that accepts it. */
export function ConsentForm({ consent }: { consent: Consent }) {
  const give = useGiveConsent();
  const [read, setRead] = useState<number | null>(null);
  const isRead = read === consent.version;
  const isNewer = consent.accepted.length > 0;
  return (
    <Card component="section" aria-labelledby="risk-text" maw={760}>
      <Title order={2} size="h4" id="risk-text" mb="sm">
        {isNewer ? m.shared_the_risk_text_has_changed() : m.shared_before_your_first_recommendation()}
      </Title>
      <Stack gap="md">
        <RiskText text={consent.text} />
        <Checkbox
          label={m.shared_i_have_read({ version: consent.version })}
          checked={isRead}
          onChange={(event) => setRead(event.currentTarget.checked ? consent.version : null)}
        />
        {give.error !== null && (
          <ErrorNotice error={give.error} what={m.shared_the_consent_was_not_stored()} />
        )}
        <Group>
          <Button
            disabled={!isRead}
            loading={give.isPending}
            onClick={() => give.mutate({ body: { version: consent.version, language: consent.language } })}
          >
            {m.shared_accept()}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
