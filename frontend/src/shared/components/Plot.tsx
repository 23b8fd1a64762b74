import { Anchor, Image } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";

const LOST = new Error(m.shared_plot_lost());

/** A stored plot, which opens at full size in a new tab. */
export function Plot({ url, text, onRenew }: { url: string; text: string; onRenew: () => void }) {
  const [isLost, setLost] = useState(false);
  if (isLost) {
    return (
      <ErrorNotice
        error={LOST}
        what={m.shared_the_plot_could_not_be_loaded()}
        onRetry={() => {
          onRenew();
          setLost(false);
        }}
      />
    );
  }
  return (
    <Anchor href={url} target="_blank" rel="noreferrer" title={m.shared_open_in_full()}>
      <Image src={url} alt={text} radius="sm" onError={() => setLost(true)} />
    </Anchor>
  );
}
