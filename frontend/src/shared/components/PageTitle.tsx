import { type MantineSpacing, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";

/** The heading of a page, which is also the title of the browser's tab. */
export function PageTitle({
  children,
  tab,
  mb = "md",
}: {
  children: ReactNode;
  tab?: string;
  mb?: MantineSpacing;
}) {
  const name = tab ?? (typeof children === "string" ? children : undefined);
  useEffect(() => {
    document.title = name === undefined ? "VN30" : `${name} · VN30`;
  }, [name]);
  return (
    <Title order={1} size="h2" mb={mb}>
      {children}
    </Title>
  );
}
