import { Button, Center, Skeleton, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconMoodEmpty } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { messageOf } from "@/api/errors";
import { m } from "@/paraglide/messages";
import { Notice } from "@/shared/components/Notice";

export type LoadedQuery<T> = {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
};

type Loaded<T> = {
  query: LoadedQuery<T>;
  /** The subject of the error message: "The models". */
  what: string;
  /** Shown while the data loads. */
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
};

/** The data of a query, a skeleton while it loads, or its error with a button that retries. */
export function Loaded<T>({ query, what, skeleton, children }: Loaded<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) {
    return (
      <output aria-label={m.shared_loading({ what })} aria-busy="true">
        {skeleton}
      </output>
    );
  }
  return <ErrorNotice error={query.error} what={m.shared_not_loaded({ what })} onRetry={query.refetch} />;
}

/** An inline error: the failed action, the reason, and a button that retries. */
export function ErrorNotice(props: { error: unknown; what: string; onRetry?: () => void }) {
  return (
    <Notice kind="error" icon={<IconAlertTriangle size={18} aria-hidden />} title={props.what} role="alert">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{messageOf(props.error)}</Text>
        {props.onRetry && (
          <Button size="xs" variant="default" onClick={props.onRetry}>
            {m.shared_try_again()}
          </Button>
        )}
      </Stack>
    </Notice>
  );
}

/** The message of an empty list, and the next step. */
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

/** Grey lines, about as many as the content will have. */
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
