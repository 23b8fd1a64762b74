import type { Draft } from "@/shared/form/draft";
import { ruleAt } from "@/shared/form/rules";

/** The label of a model by its name in results: "Random forest" for `random_forest`. */
export function modelLabel(schema: Draft, name: string): string {
  const field = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return ruleAt(schema, `models.${field}`)?.label ?? name;
}
