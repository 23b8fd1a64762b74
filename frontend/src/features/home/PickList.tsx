import { Skeleton, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { TextLink } from "@/shared/components/TextLink";
import { profileName } from "@/shared/format/profiles";
import { useRecommendationsOf } from "@/shared/hooks/useRecommendations";
import { Pick, type PickOf } from "./Pick";
import classes from "./PickList.module.css";

/** Stocks side by side, with the labels of the user's profile; on a phone the row scrolls sideways. */
export function PickList({ picks, label }: { picks: PickOf[]; label: string }) {
  const tickers = picks.map(({ ticker }) => ticker);
  const { query, needsConsent } = useRecommendationsOf(tickers, "7d");
  const recommendations = query.data?.data ?? [];
  return (
    <>
      <ul className={classes.list} aria-label={label}>
        {picks.map((pick) => (
          <li key={pick.ticker} className={classes.item}>
            <Pick pick={pick} recommendation={recommendations.find(({ ticker }) => ticker === pick.ticker)} />
          </li>
        ))}
      </ul>
      <Text size="sm" c="dimmed" mt="xs">
        {recommendations.length > 0 &&
          query.data &&
          `${m.home_labels_of({ profile: profileName(query.data.meta.profile) })} `}
        <TextLink to="/recommendations" inherit underline="always">
          {needsConsent ? m.home_show_buy_hold_or_sell_beside() : m.home_all_recommendations()}
        </TextLink>
      </Text>
    </>
  );
}

export function PickListSkeleton() {
  return (
    <div className={classes.list}>
      {["first", "second", "third", "fourth", "fifth"].map((key) => (
        <Skeleton key={key} className={classes.item} height={150} />
      ))}
    </div>
  );
}
