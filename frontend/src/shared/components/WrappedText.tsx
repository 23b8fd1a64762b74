import { Text } from "@mantine/core";
import type { ReactNode } from "react";

/** A sentence in a table of figures, whose other cells do not wrap. */
export function WrappedText({ children }: { children: ReactNode }) {
  return (
    <Text span inherit style={{ whiteSpace: "normal", overflowWrap: "anywhere" }}>
      {children}
    </Text>
  );
}
