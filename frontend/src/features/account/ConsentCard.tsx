import { Card, List, Text, Title } from "@mantine/core";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { ConsentForm } from "@/shared/consent/ConsentGate";
import { useConsent } from "@/shared/consent/queries";
import { RiskText } from "@/shared/consent/RiskText";
import { time } from "@/shared/format/times";

/** The risk text, and when the user has accepted which version. */
export function ConsentCard() {
  const consent = useConsent();
  return (
    <Loaded query={consent} what="The risk text" skeleton={<SkeletonLines lines={6} />}>
      {(given) =>
        given.isRequired ? (
          <ConsentForm consent={given} />
        ) : (
          <Card component="section" aria-labelledby="consent">
            <Title order={2} size="h4" id="consent" mb="sm">
              Risk text
            </Title>
            <List size="sm" mb="sm">
              {given.accepted.map(({ version, acceptedAt }) => (
                <List.Item key={version}>
                  Version {version} accepted {time(acceptedAt)}
                </List.Item>
              ))}
            </List>
            <details>
              <Text component="summary" size="sm">
                Text of version {given.version}
              </Text>
              <RiskText text={given.text} />
            </details>
          </Card>
        )
      }
    </Loaded>
  );
}
