import type { Schemas } from "@/api/client";

type Paths<T> = T extends readonly unknown[] | string | number | boolean | null | undefined
  ? never
  : { [K in keyof T & string]: K | `${K}.${Paths<NonNullable<T[K]>>}` }[keyof T & string];

/** The paths of models, of indicators and of their fields, which the schema alone names. */
export type ModelPath = `models.${string}`;
export type IndicatorPath = `indicators.${string}`;

type TrainingPath =
  | Paths<Omit<Schemas["TrainingConfig"], "models" | "indicators">>
  | `ensemble.weights.${string}`
  | ModelPath
  | IndicatorPath;
type SimulationPath = Paths<Schemas["SimulationConfig"]>;

/** The path of a field of a document that a form edits, as the API writes it: `models.ridge.alpha`. */
export type FieldPath = TrainingPath | SimulationPath;

/** A section of a document, which is a card of its form. */
export type Section = keyof Schemas["TrainingConfig"] | keyof Schemas["SimulationConfig"];
