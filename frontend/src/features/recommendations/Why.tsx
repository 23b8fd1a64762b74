import { List, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import type { Detail } from "./queries";

type Props = Pick<Detail, "justification" | "reasons">;

/** The reasons of a recommendation in words. */
export function Why({ justification, reasons }: Props) {
  const { contributions, regime, interval, evidence, entry, blocks } = reasons;
  const parts = [
    ...blocks.map(({ trade, words }) => m.recommendations_no_trade({ trade, words })),
    ...[evidence, regime, interval, entry].filter((part) => part !== null),
  ];
  return (
    <>
      <Text>{justification}</Text>
      <details>
        <summary>{m.recommendations_reasons_one_by_one()}</summary>
        <List size="sm" mt="xs" withPadding>
          {parts.map((part) => (
            <List.Item key={part}>{part}</List.Item>
          ))}
          {contributions.length > 0 && (
            <List.Item>
              {m.recommendations_moved_forecast()}
              <List size="sm" withPadding>
                {contributions.map((contribution) => (
                  <List.Item key={contribution}>{contribution}</List.Item>
                ))}
              </List>
            </List.Item>
          )}
        </List>
      </details>
    </>
  );
}
