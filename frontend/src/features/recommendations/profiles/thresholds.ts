import type { ActiveProfiles } from "./queries";

export type Document = ActiveProfiles["profiles"];

/** The profiles, from careful to bold. */
export const NAMES = ["conservative", "moderate", "aggressive"] as const;
export type Name = (typeof NAMES)[number];
export type ThresholdName = keyof Document[Name] & string;

/** A threshold as the JSON schema describes it. */
export type Threshold = {
  name: ThresholdName;
  title: string;
  description: string;
  minimum: number | undefined;
  maximum: number | undefined;
};

type Part = {
  title?: string;
  description?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
};
type JsonSchema = { $defs?: { Profile?: { properties?: Record<string, Part> } } };

/** The thresholds that every profile has, in the order of the schema. */
export function thresholdsOf({ jsonSchema, profiles }: ActiveProfiles): Threshold[] {
  const parts = (jsonSchema as JsonSchema).$defs?.Profile?.properties ?? {};
  return Object.entries(parts).flatMap(([name, part]) =>
    isThreshold(profiles, name)
      ? [
          {
            name,
            title: part.title ?? name,
            description: part.description ?? "",
            minimum: part.minimum ?? part.exclusiveMinimum,
            maximum: part.maximum,
          },
        ]
      : [],
  );
}

function isThreshold(profiles: Document, name: string): name is ThresholdName {
  return name in profiles.moderate;
}

/** The document with another value of a threshold. */
export function withThreshold(
  document: Document,
  profile: Name,
  name: ThresholdName,
  value: number,
): Document {
  return { ...document, [profile]: { ...document[profile], [name]: value } };
}
