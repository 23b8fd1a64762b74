import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { FieldFault } from "@/api/errors";
import type { Draft } from "./draft";

type ConfigForm = {
  schema: Draft;
  defaults: Draft;
  draft: Draft;
  faults: FieldFault[];
  warnings: FieldFault[];
  set: (path: string, value: unknown) => void;
};

const Context = createContext<ConfigForm | null>(null);

/** The state that the fields and cards of the form share. */
export function ConfigForm({ children, ...form }: ConfigForm & { children: ReactNode }) {
  const { schema, defaults, draft, faults, warnings, set } = form;
  const value = useMemo(
    () => ({ schema, defaults, draft, faults, warnings, set }),
    [schema, defaults, draft, faults, warnings, set],
  );
  return <Context value={value}>{children}</Context>;
}

export function useConfigForm(): ConfigForm {
  const form = useContext(Context);
  if (form === null) throw new Error("A field of the configuration stands outside of its form");
  return form;
}
