import { useComputedColorScheme } from "@mantine/core";
import type { ComponentType, JSX } from "react";

/** A chart that is drawn anew in the colours of another theme: a canvas knows no CSS variables. */
export function perTheme<Props extends object>(Chart: ComponentType<Props>) {
  return function ThemedChart(props: Props & JSX.IntrinsicAttributes) {
    return <Chart key={useComputedColorScheme("light")} {...props} />;
  };
}
