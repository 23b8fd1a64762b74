import type { Schemas } from "@/api/client";
import schema from "../../../docs/training-config.schema.json";

const defaults: Record<string, unknown> = Object.fromEntries(
  Object.entries(schema.properties).map(([section, { default: value }]) => [section, value]),
);

/** The rules of the training configuration and its defaults, as the API answers. */
export const CONFIG_SCHEMA: { schema: Record<string, unknown>; defaults: Schemas["TrainingConfig"] } = {
  schema,
  defaults: defaults as Schemas["TrainingConfig"],
};
