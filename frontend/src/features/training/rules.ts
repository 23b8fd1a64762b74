import { type Draft, isObject } from "./document";

/** What the JSON schema says about a field, with its references and alternatives resolved. */
export type Rule = {
  type: "integer" | "number" | "boolean" | "string" | "array" | "object";
  title?: string | undefined;
  description?: string | undefined;
  /** `null` is a value of it. */
  nullable: boolean;
  /** The only values that it may have. */
  options: readonly (string | number)[];
  /** Words that it may be in place of a number. */
  words: readonly string[];
  minimum?: number | undefined;
  /** The minimum itself is not allowed. */
  isAboveMinimum: boolean;
  maximum?: number | undefined;
  step?: number | undefined;
  maxItems?: number | undefined;
  format?: string | undefined;
  default: unknown;
  /** Of an array: the rule of its items. */
  items?: Rule | undefined;
};

const TYPES = ["integer", "number", "boolean", "string", "array", "object"] as const;

/** The rule of the field at a path; `undefined` where the schema knows of none. */
export function ruleAt(schema: Draft, path: string): Rule | undefined {
  let node: Draft | undefined = schema;
  for (const name of path.split(".")) node = node && below(resolved(schema, node), name, schema);
  return node && ruleOf(schema, node);
}

/** How people call the field at a path: `Models › Ridge › Alpha`. */
export function labelAt(schema: Draft, path: string): string {
  const names = path.split(".");
  return names
    .map((name, depth) =>
      /^\d+$/.test(name)
        ? `no. ${Number(name) + 1}`
        : (ruleAt(schema, names.slice(0, depth + 1).join("."))?.title ?? name),
    )
    .join(" › ");
}

function below(node: Draft, name: string, schema: Draft): Draft | undefined {
  for (const one of [node, ...alternatives(schema, node)]) {
    const found = /^\d+$/.test(name) ? one.items : isObject(one.properties) && one.properties[name];
    if (isObject(found)) return found;
  }
  return undefined;
}

function ruleOf(schema: Draft, raw: Draft): Rule {
  const node = resolved(schema, raw);
  const choices = alternatives(schema, node);
  const main = choices.find((choice) => choice.type !== "null" && !("const" in choice)) ?? node;
  const all = { ...main, ...node };
  return {
    type: TYPES.find((type) => type === main.type) ?? "object",
    title: text(all.title),
    description: text(all.description),
    nullable: choices.some((choice) => choice.type === "null"),
    options: Array.isArray(all.enum) ? all.enum.filter(isWordOrNumber) : [],
    words: choices.flatMap((choice) => text(choice.const) ?? []),
    minimum: number(all.minimum) ?? number(all.exclusiveMinimum),
    isAboveMinimum: all.exclusiveMinimum !== undefined,
    maximum: number(all.maximum),
    step: number(all.multipleOf),
    maxItems: number(all.maxItems),
    format: text(all.format),
    default: all.default,
    items: isObject(all.items) ? ruleOf(schema, all.items) : undefined,
  };
}

/** A node with what its reference leads to; what stands beside the reference counts more. */
function resolved(schema: Draft, node: Draft): Draft {
  const name = text(node.$ref)?.replace("#/$defs/", "");
  const target = name !== undefined && isObject(schema.$defs) ? schema.$defs[name] : undefined;
  return isObject(target) ? { ...target, ...node } : node;
}

function alternatives(schema: Draft, node: Draft): Draft[] {
  return Array.isArray(node.anyOf) ? node.anyOf.filter(isObject).map((one) => resolved(schema, one)) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function isWordOrNumber(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}
