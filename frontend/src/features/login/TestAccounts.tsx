import { Button, Divider, Group, Stack, Text } from "@mantine/core";
import { $api, type Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { ROLES } from "@/shared/format/words";

type Account = Schemas["DemoAccount"];

/** The test accounts, which only the demo has. A click fills the form. */
export function TestAccounts({ onChoose }: { onChoose: (account: Account) => void }) {
  const { data: accounts = [] } = $api.useQuery("get", "/api/v1/auth/demo-accounts");
  if (accounts.length === 0) return null;
  return (
    <Stack gap={4} mt="md" component="section" aria-label={m.login_test_accounts()}>
      <Divider label={m.login_test_accounts()} styles={{ label: { color: "var(--quiet)" } }} />
      {accounts.map((account) => (
        <Group key={account.username} justify="space-between" wrap="nowrap">
          <Text size="sm" c="dimmed">
            {ROLES[account.role]}
          </Text>
          <Button variant="default" size="compact-sm" ff="monospace" onClick={() => onChoose(account)}>
            {account.username}/{account.password}
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
