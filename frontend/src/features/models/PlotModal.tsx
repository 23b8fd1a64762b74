import { Modal, Skeleton } from "@mantine/core";
import { useState } from "react";
import { ErrorNotice } from "@/shared/components/LoadState";
import type { Model } from "./queries";

type Props = { model: Model | null; onClose: () => void; onRetry: () => void };

/** The evaluation plot of a model: actual and predicted prices with its scores. Closed by X, Esc or a click outside. */
export function PlotModal({ model, onClose, onRetry }: Props) {
  return (
    <Modal
      opened={model !== null}
      onClose={onClose}
      title={model && `${model.ticker}: actual and predicted prices`}
      size="80rem"
      closeButtonProps={{ "aria-label": "Close" }}
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
        error={new Error("The plot is no longer stored, or its link has expired.")}
        what={`The evaluation of ${ticker} could not be loaded`}
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
        alt={`Evaluation of ${ticker}: actual prices, forecasts of past sessions and their errors`}
        style={{ width: "100%", display: state === "shown" ? "block" : "none" }}
        onLoad={() => setState("shown")}
        onError={() => setState("failed")}
      />
    </>
  );
}
