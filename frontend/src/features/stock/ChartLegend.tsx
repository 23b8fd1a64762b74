import { Group } from "@mantine/core";
import type { ReactNode } from "react";
import { m } from "@/paraglide/messages";
import classes from "./ChartCard.module.css";

/** What the lines of a chart are; each child names one by its `data-line`. */
export function ChartLegend({ children }: { children: ReactNode }) {
  return (
    <Group gap="md" mt="xs" className={classes.legend}>
      {children}
      {/* The library's licence requires this attribution. */}
      <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer" className={classes.attribution}>
        {m.stock_charts_by_tradingview()}
      </a>
    </Group>
  );
}
