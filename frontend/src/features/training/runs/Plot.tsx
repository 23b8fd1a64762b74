import { Anchor, Image } from "@mantine/core";
import { useState } from "react";
import { ErrorNotice } from "@/shared/states";

const LOST = new Error("Its link may have run out, or the file is not stored any more.");

/** A stored picture, which opens in full in a tab of its own. */
export function Plot({ url, text, onRenew }: { url: string; text: string; onRenew: () => void }) {
  const [isLost, setLost] = useState(false);
  if (isLost) {
    return (
      <ErrorNotice
        error={LOST}
        what="The plot could not be loaded"
        onRetry={() => {
          onRenew();
          setLost(false);
        }}
      />
    );
  }
  return (
    <Anchor href={url} target="_blank" rel="noreferrer" title="Open in full">
      <Image src={url} alt={text} radius="sm" onError={() => setLost(true)} />
    </Anchor>
  );
}
