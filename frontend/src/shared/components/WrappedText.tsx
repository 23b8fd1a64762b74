import { Text } from "@mantine/core";

/** A sentence in a table of figures, whose other cells do not wrap. */
export function WrappedText({ children }: { children: string }) {
  return (
    <Text span inherit style={{ whiteSpace: "normal" }}>
      {children}
    </Text>
  );
}
