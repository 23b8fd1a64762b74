import { Avatar } from "@mantine/core";

/** The company's logo, or its ticker in its place. */
export function Logo({ url, ticker }: { url: string | null; ticker: string }) {
  return (
    <Avatar
      src={url}
      alt=""
      aria-hidden
      size={48}
      radius={8}
      styles={{ placeholder: { background: "var(--accent-tint)", color: "var(--accent)" } }}
    >
      {ticker.slice(0, 3)}
    </Avatar>
  );
}
