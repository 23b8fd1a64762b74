import { Fieldset, SimpleGrid } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./FieldGroup.module.css";

/** Fields that belong together, beside each other where there is room. */
export function FieldGroup({
  legend,
  cols,
  children,
}: {
  legend: string;
  cols: number;
  children: ReactNode;
}) {
  return (
    <Fieldset legend={legend} classNames={{ root: classes.root ?? "", legend: classes.legend ?? "" }}>
      <SimpleGrid cols={{ base: Math.min(cols, 2), xs: cols }} spacing="sm" verticalSpacing="sm">
        {children}
      </SimpleGrid>
    </Fieldset>
  );
}
