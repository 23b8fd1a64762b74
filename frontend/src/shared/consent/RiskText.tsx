import { List, Stack, Text } from "@mantine/core";
import { blocksOf } from "./riskText";

/** The risk text in paragraphs and lists. */
export function RiskText({ text }: { text: string }) {
  return (
    <Stack gap="sm" data-from-api>
      {blocksOf(text).map((block) =>
        "items" in block ? (
          <List key={block.items[0]} size="sm" spacing={4} withPadding>
            {block.items.map((item) => (
              <List.Item key={item}>{item}</List.Item>
            ))}
          </List>
        ) : (
          <Text key={block.paragraph} size="sm">
            {block.paragraph}
          </Text>
        ),
      )}
    </Stack>
  );
}
