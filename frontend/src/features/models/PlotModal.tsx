import { Modal, Skeleton } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import type { Model } from "./queries";

type Props = { model: Model | null; onClose: () => void; onRetry: () => void };

/** The evaluation plot of a model: actual and predicted prices with its scores. Closed by X, Esc or a click outside. */
export function PlotModal({ model, onClose, onRetry }: Props) {
  return (
    <Modal
      opened={model !== null}
      onClose={onClose}
      title={model && m.models_actual_and_predicted_prices({ ticker: model.ticker })}
      size="80rem"
      closeButtonProps={{ "aria-label": m.models_close() }}
    >
      {/* The key resets the state for a new link. */}
      {model?.plotUrl && (
        <Plot key={model.plotUrl} ticker={model.ticker} url={model.plotUrl} onRetry={onRetry} />
      )}
    </Modal>
  );
}

function Plot({ ticker, url, onRetry }: { ticker: string; url: string; onRetry: () => void }) {
  const [state, setState] = useState<"loading" | "shown" | "failed">("loading");
  if (state === "failed") {
    return (
      <ErrorNotice
        error={new Error(m.models_the_plot_is_no_longer_stored())}
        what={m.models_the_evaluation_of_could_not_be({ ticker })}
        onRetry={() => {
          setState("loading");
          onRetry();
        }}
      />
    );
  }
  return (
    <>
      {state === "loading" && <Skeleton height={360} />}
      <img
        src={url}
        alt={m.models_evaluation_of_actual_prices_forecasts_of({ ticker })}
        style={{ width: "100%", display: state === "shown" ? "block" : "none" }}
        onLoad={() => setState("shown")}
        onError={() => setState("failed")}
      />
    </>
  );
}
