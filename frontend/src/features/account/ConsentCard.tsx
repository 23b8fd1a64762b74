import { Card, List, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { ConsentForm } from "@/shared/consent/ConsentGate";
import { useConsent } from "@/shared/consent/queries";
import { RiskText } from "@/shared/consent/RiskText";
import { time } from "@/shared/format/times";

/** The risk text, and when the user has accepted which version. */
export function ConsentCard() {
  const consent = useConsent();
  return (
    <Loaded query={consent} what={m.account_consent_what()} skeleton={<SkeletonLines lines={6} />}>
      {(given) =>
        given.isRequired ? (
          <ConsentForm consent={given} />
        ) : (
          <Card component="section" aria-labelledby="consent">
            <Title order={2} size="h4" id="consent" mb="sm">
              {m.account_consent_title()}
            </Title>
            <List size="sm" mb="sm">
              {given.accepted.map(({ version, acceptedAt }) => (
                <List.Item key={version}>
                  {m.account_consent_accepted({ version, time: time(acceptedAt) })}
                </List.Item>
              ))}
            </List>
            <details>
              <Text component="summary" size="sm">
                {m.account_consent_text({ version: given.version })}
              </Text>
              <RiskText text={given.text} />
            </details>
          </Card>
        )
      }
    </Loaded>
  );
}
