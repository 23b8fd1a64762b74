import { Card, Group, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { LABELS, LabelPill } from "@/shared/components/LabelPill";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { RecordText } from "@/shared/components/RecordText";
import { Sentence, slot } from "@/shared/components/Sentence";
import { TextLink } from "@/shared/components/TextLink";
import { AdviceNotice } from "@/shared/consent/AdviceNotice";
import { percent } from "@/shared/format/numbers";
import { profileName } from "@/shared/format/profiles";
import { type Recommendation, useRecommendationsOf } from "@/shared/hooks/useRecommendations";
import classes from "./RecommendationCard.module.css";
import { HORIZONS } from "./search";

type Props = { ticker: string; className?: string | undefined };

/** The label of the user's profile at each horizon, with why and the record of such labels. */
export function RecommendationCard({ ticker, className }: Props) {
  const { query, needsConsent } = useRecommendationsOf([ticker]);
  return (
    <Card component="section" aria-labelledby="recommendation" className={className}>
      <Title order={2} size="h4" id="recommendation" mb="xs">
        {m.stock_recommendations()}
      </Title>
      {needsConsent ? (
        <Text size="sm">
          <Sentence
            text={m.stock_to_see_labels({ link: slot("link") })}
            slots={{
              link: (
                <TextLink to="/recommendations" inherit underline="always">
                  {m.stock_read_and_accept_the_risk_text()}
                </TextLink>
              ),
            }}
          />
        </Text>
      ) : (
        <Loaded
          query={query}
          what={m.stock_the_recommendations()}
          skeleton={<SkeletonLines lines={3} height={60} />}
        >
          {({ data, meta }) =>
            data.length === 0 ? (
              <Empty title={m.stock_no_recommendation_for({ ticker })}>
                {m.stock_the_dag_vn30_recommendations_makes_them()}
              </Empty>
            ) : (
              <>
                <Text size="sm" c="dimmed" mb="xs">
                  {m.stock_profile_after({
                    profile: profileName(meta.profile),
                    session: meta.session ?? "–",
                  })}
                </Text>
                <ul className={classes.list}>
                  {HORIZONS.map((horizon) => {
                    const one = data.find((recommendation) => recommendation.horizon === `${horizon}d`);
                    return (
                      one && (
                        <li key={horizon}>
                          <OfHorizon recommendation={one} />
                        </li>
                      )
                    );
                  })}
                </ul>
                <AdviceNotice />
              </>
            )
          }
        </Loaded>
      )}
    </Card>
  );
}

function OfHorizon({ recommendation: one }: { recommendation: Recommendation }) {
  const horizon = one.horizon.toUpperCase();
  return (
    <>
      <Group gap="xs" mb={4}>
        <h3 className={classes.head}>{horizon}</h3>
        <LabelPill label={one.label} />
        {one.confidence !== null && (
          <Text size="sm">{m.stock_confidence({ percent: percent(100 * one.confidence) })}</Text>
        )}
      </Group>
      <Text size="sm">{one.justification}</Text>
      <RecordText record={one.record} />{" "}
      <TextLink
        to="/recommendations/$recommendationId"
        params={{ recommendationId: one.id }}
        size="sm"
        underline="always"
        aria-label={m.stock_details_of({ label: LABELS[one.label], horizon })}
      >
        {m.stock_details()}
      </TextLink>
    </>
  );
}
