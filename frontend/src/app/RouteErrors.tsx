import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";

/** The page of an unknown address. */
export function NotFound() {
  return (
    <Center component="main" mih="60vh" p="md">
      <Stack align="center" gap="sm">
        <Title order={1} size="h2">
          {m.app_not_found()}
        </Title>
        <Text c="dimmed">{m.app_not_found_reason()}</Text>
        <Button component={Link} to="/">
          {m.app_go_to_market()}
        </Button>
      </Stack>
    </Center>
  );
}

/** The page of a route that failed to load. */
export function RouteFailed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Center component="main" mih="60vh" p="md">
      <ErrorNotice error={error} what={m.app_not_opened()} onRetry={retry} />
    </Center>
  );
}
