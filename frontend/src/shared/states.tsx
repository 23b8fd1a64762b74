import { Alert, Button, Center, Skeleton, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconMoodEmpty } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { messageOf } from "@/api/errors";

type Loaded<T> = {
  query: { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  /** What could not be loaded, for the error: "The models". */
  what: string;
  /** In place of the data while it is on its way. */
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
};

/** What a query has brought, its skeleton until then, or its error with a way to try again. */
export function Loaded<T>({ query, what, skeleton, children }: Loaded<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) {
    return (
      <output aria-label={`${what}: loading`} aria-busy="true">
        {skeleton}
      </output>
    );
  }
  return <ErrorNotice error={query.error} what={`${what} could not be loaded`} onRetry={query.refetch} />;
}

/** Inline error: what went wrong, why, and a button to try again. */
export function ErrorNotice(props: { error: unknown; what: string; onRetry?: () => void }) {
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={props.what}
      role="alert"
      styles={{ title: { color: "var(--down)" }, message: { color: "var(--mantine-color-text)" } }}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{messageOf(props.error)}</Text>
        {props.onRetry && (
          <Button size="xs" variant="default" onClick={props.onRetry}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** Nothing to show, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Center py="xl">
      <Stack align="center" gap={4}>
        <IconMoodEmpty size={28} color="var(--quiet)" aria-hidden />
        <Text fw={600}>{title}</Text>
        {children && (
          <Text component="div" size="sm" c="dimmed" ta="center">
            {children}
          </Text>
        )}
      </Stack>
    </Center>
  );
}

/** As many grey lines as the content will have, about. */
export function SkeletonLines({ lines, height = 20 }: { lines: number; height?: number }) {
  const keys = Array.from({ length: lines }, (_, line) => `line-${line}`);
  return (
    <Stack gap="sm">
      {keys.map((key) => (
        <Skeleton key={key} height={height} />
      ))}
    </Stack>
  );
}
