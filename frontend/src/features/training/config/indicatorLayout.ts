import { m } from "@/paraglide/messages";
import type { Draft } from "@/shared/form/draft";
import type { IndicatorPath } from "@/shared/form/paths";
import { fieldsOf, ruleAt } from "@/shared/form/rules";

type Group = { name: string; paths: IndicatorPath[] };

const OTHER = m.training_other();

/**
 * The places of the fields of `indicators`: the indicators by their groups, and the options beside them.
 *
 * @returns groups in the order of their first indicator, "Other" for indicators without a group; options are
 * the fields that are no objects.
 */
export function indicatorLayout(schema: Draft): { groups: Group[]; options: IndicatorPath[] } {
  const groups = new Map<string, IndicatorPath[]>();
  const options: IndicatorPath[] = [];
  for (const name of fieldsOf(schema, "indicators")) {
    const path: IndicatorPath = `indicators.${name}`;
    const rule = ruleAt(schema, path);
    const group = rule?.group ?? OTHER;
    if (rule?.type !== "object") options.push(path);
    else groups.set(group, [...(groups.get(group) ?? []), path]);
  }
  return { groups: [...groups].map(([name, paths]) => ({ name, paths })), options };
}
