import { SegmentedControl } from "@mantine/core";
import { m } from "@/paraglide/messages";

type Props<Horizon extends string> = {
  /** What is shown at the horizon: "the residuals". */
  of: string;
  value: Horizon;
  onChange: (horizon: Horizon) => void;
  horizons: readonly Horizon[];
};

/** The choice of a horizon, such as `7d`, shown as `7D`. */
export function HorizonControl<Horizon extends string>({ of, value, onChange, horizons }: Props<Horizon>) {
  return (
    <SegmentedControl
      size="xs"
      aria-label={m.shared_horizon_of({ of })}
      value={value}
      onChange={(chosen) => {
        const horizon = horizons.find((one) => one === chosen);
        if (horizon) onChange(horizon);
      }}
      data={horizons.map((horizon) => ({ value: horizon, label: horizon.toUpperCase() }))}
    />
  );
}
