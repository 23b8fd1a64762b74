import { Fieldset, SimpleGrid } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./FieldGroup.module.css";

type Props = {
  legend: string;
  /** Shown while the pointer is on the legend. */
  description?: string | undefined;
  cols: number;
  children: ReactNode;
};

/** Fields that belong together, beside each other where there is room. */
export function FieldGroup({ legend, description, cols, children }: Props) {
  return (
    <Fieldset
      legend={<span title={description}>{legend}</span>}
      classNames={{ root: classes.root ?? "", legend: classes.legend ?? "" }}
    >
      <SimpleGrid cols={{ base: Math.min(cols, 2), xs: cols }} spacing="sm" verticalSpacing="sm">
        {children}
      </SimpleGrid>
    </Fieldset>
  );
}
