import { m } from "@/paraglide/messages";
import { isObject } from "@/shared/json";
import type { Draft } from "./draft";

/** A field of the JSON schema with its references and alternatives resolved. */
export type Rule = {
  type: "integer" | "number" | "boolean" | "string" | "array" | "object";
  title?: string | undefined;
  description?: string | undefined;
  /** The label of the field in the form: `x-label`, else the title. */
  label?: string | undefined;
  /** `x-unit`: the unit of the value, such as "sessions". */
  unit?: string | undefined;
  /** `x-hint`: the text of the form in place of the description. */
  hint?: string | undefined;
  /** `x-empty`: the meaning of an empty field. */
  empty?: string | undefined;
  /** `x-group`: the heading under which an indicator is drawn. */
  group?: string | undefined;
  /** `x-unavailable`: the reason why a model cannot be trained here. */
  unavailable?: string | undefined;
  /** `x-included`: the first value of an optional field once it is included. */
  included?: unknown;
  /** Whether `null` is allowed. */
  nullable: boolean;
  /** All allowed values; empty where a type and limits decide. */
  options: readonly (string | number)[];
  /** Words that are allowed in place of a number. */
  words: readonly string[];
  minimum?: number | undefined;
  /** Whether the minimum itself is excluded. */
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

/** The rule of the field at a path; `undefined` where the schema has no such field. */
export function ruleAt(schema: Draft, path: string): Rule | undefined {
  const node = nodeAt(schema, path);
  return node && ruleOf(schema, node);
}

/** The names of the fields of the object at a path, in the schema's order; empty for anything else. */
export function fieldsOf(schema: Draft, path: string): string[] {
  const node = nodeAt(schema, path);
  if (node === undefined) return [];
  const parent = resolved(schema, node);
  const owner = [parent, ...alternatives(schema, parent)].find(({ properties }) => isObject(properties));
  return isObject(owner?.properties) ? Object.keys(owner.properties) : [];
}

/** The first value of an optional field: as the schema has it, else the defaults of its fields. */
export function includedAt(schema: Draft, path: string): unknown {
  const rule = ruleAt(schema, path);
  const defaults = fieldsOf(schema, path).map((name) => [name, ruleAt(schema, `${path}.${name}`)?.default]);
  return rule?.included ?? rule?.default ?? Object.fromEntries(defaults);
}

/** The titles on the way to a path: `Models › Ridge › Alpha`. */
export function labelAt(schema: Draft, path: string): string {
  const names = path.split(".");
  return names
    .map((name, depth) =>
      /^\d+$/.test(name)
        ? m.shared_item_number({ number: Number(name) + 1 })
        : (ruleAt(schema, names.slice(0, depth + 1).join("."))?.title ?? name),
    )
    .join(" › ");
}

/** The fields of an alternative of the object at a path with their defaults: that whose `kind` is `kind`. */
export function alternativeAt(schema: Draft, path: string, kind: string): Draft {
  const node = nodeAt(schema, path);
  const choices = node === undefined ? [] : alternatives(schema, node);
  for (const { properties } of choices) {
    if (!isObject(properties) || !isObject(properties.kind) || properties.kind.const !== kind) continue;
    const fields = Object.entries(properties).map(([name, field]) => [
      name,
      name === "kind" ? kind : ((isObject(field) ? field.default : undefined) ?? null),
    ]);
    return Object.fromEntries(fields);
  }
  return { kind };
}

function nodeAt(schema: Draft, path: string): Draft | undefined {
  let node: Draft | undefined = schema;
  for (const name of path.split(".")) node = node && below(resolved(schema, node), name, schema);
  return node;
}

function below(node: Draft, name: string, schema: Draft): Draft | undefined {
  for (const { items, properties } of [node, ...alternatives(schema, node)]) {
    const child = /^\d+$/.test(name) ? items : isObject(properties) && properties[name];
    if (isObject(child)) return child;
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
    label: text(all["x-label"]) ?? text(all.title),
    unit: text(all["x-unit"]),
    hint: text(all["x-hint"]),
    empty: text(all["x-empty"]),
    group: text(all["x-group"]),
    unavailable: text(all["x-unavailable"]),
    included: all["x-included"],
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

/** A node merged with the target of its reference; keywords beside the reference take precedence. */
function resolved(schema: Draft, node: Draft): Draft {
  const name = text(node.$ref)?.replace("#/$defs/", "");
  const target = name !== undefined && isObject(schema.$defs) ? schema.$defs[name] : undefined;
  return isObject(target) ? { ...target, ...node } : node;
}

function alternatives(schema: Draft, node: Draft): Draft[] {
  const choices = Array.isArray(node.anyOf) ? node.anyOf : node.oneOf;
  return Array.isArray(choices) ? choices.filter(isObject).map((choice) => resolved(schema, choice)) : [];
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
