import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { ErrorNotice } from "@/shared/components/LoadState";

/** The page of an unknown address. */
export function NotFound() {
  return (
    <Center component="main" mih="60vh" p="md">
      <Stack align="center" gap="sm">
        <Title order={1} size="h2">
          Page not found
        </Title>
        <Text c="dimmed">The address may be misspelled, or the page has moved.</Text>
        <Button component={Link} to="/">
          Go to Home
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
      <ErrorNotice error={error} what="This page could not be opened" onRetry={retry} />
    </Center>
  );
}
