import { Card, Group, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Pill, type Tone } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { WrappedText } from "@/shared/components/WrappedText";
import { time } from "@/shared/format/times";
import { type Gap, useGaps } from "../queries";
import { STATE_NAMES } from "./cells";
import { LoadGap } from "./LoadGap";

const TONES: Record<Gap["state"], Tone> = {
  stored: "up",
  provisional: "accent",
  untraded: "quiet",
  different: "middling",
  absent: "quiet",
  missing: "down",
};

type Props = { series: "daily" | "minutes"; ticker: string; month: string };

/** The sessions of a cell that are not stored as they should be, each with the reason. */
export function GapCard({ series, ticker, month }: Props) {
  const gaps = useGaps(series, ticker, month);
  return (
    <Card component="section" aria-label={m.data_sessions_of_the_month()} mt="md">
      <Group justify="space-between" gap="sm" mb="xs">
        <Title order={2} size="h4">
          {ticker}, {month}
        </Title>
        {series === "daily" && !isIndex(ticker) && (
          <TextLink to="/stocks/$ticker" params={{ ticker }} size="sm">
            {m.data_open({ ticker })}
          </TextLink>
        )}
      </Group>
      <Loaded query={gaps} what={m.data_the_sessions()} skeleton={<SkeletonLines lines={3} height={24} />}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={m.data_no_gap_in_this_month()}>{m.data_each_expected_session_is_stored()}</Empty>
          ) : (
            <>
              <Text size="sm" c="dimmed">
                {m.data_not_as_they_should_be({ count: data.length })}
              </Text>
              <FigureTable
                caption={m.data_after_three_answers_without_it_a()}
                minWidth={620}
                rows={data}
                keyOf={({ session }) => session}
                columns={[
                  { name: m.data_session(), of: ({ session }) => session },
                  {
                    name: m.data_state(),
                    isWords: true,
                    of: ({ state }) => <Pill tone={TONES[state]}>{STATE_NAMES[state]}</Pill>,
                  },
                  {
                    name: m.data_reason(),
                    isWords: true,
                    of: ({ reason }) => <WrappedText>{reason}</WrappedText>,
                  },
                  { name: m.data_times_asked(), of: ({ timesAsked }) => timesAsked ?? "–" },
                  { name: m.data_last_asked(), isWords: true, of: ({ lastAskedAt }) => time(lastAskedAt) },
                ]}
              />
              <LoadGap series={series} ticker={ticker} sessions={data} />
            </>
          )
        }
      </Loaded>
    </Card>
  );
}

function isIndex(ticker: string): boolean {
  return ticker === "VNINDEX" || ticker === "VN30";
}
