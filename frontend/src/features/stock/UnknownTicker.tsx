import { Button, Center, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { PageTitle } from "@/shared/components/PageTitle";
import { TickerField } from "./TickerField";

/** The page of an unknown ticker, with links to other stocks. */
export function UnknownTicker({ ticker }: { ticker: string }) {
  return (
    <Center mih="40vh">
      <Stack align="center" gap="sm">
        <PageTitle tab={m.stock_unknown_stock()} mb={0}>
          {m.stock_no_stock_here({ ticker })}
        </PageTitle>
        <Text c="dimmed">{m.stock_the_symbol_may_be_misspelled_or()}</Text>
        <Group justify="center">
          <TickerField ticker={null} />
          <Button component={Link} to="/" variant="default">
            {m.stock_go_to_market()}
          </Button>
        </Group>
      </Stack>
    </Center>
  );
}
