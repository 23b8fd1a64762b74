import { useMemo } from "react";
import { m } from "@/paraglide/messages";
import { DataTable } from "@/shared/table/DataTable";
import { columnsWith } from "./columns";
import { allModels, type Model } from "./queries";

type Props = { models: Model[]; isPage: boolean; onView: (ticker: string) => void };

/** One row a model, by ticker until a heading is clicked. */
export function ModelsTable({ models, isPage, onView }: Props) {
  const columns = useMemo(() => columnsWith(onView), [onView]);
  return (
    <DataTable
      id="models"
      label={m.models_table()}
      caption={m.models_errors_on_sessions_outside_of_the()}
      minWidth={1000}
      columns={columns}
      rows={models}
      keyOf={({ ticker }) => ticker}
      fileName="models"
      isPage={isPage}
      readAll={allModels}
    />
  );
}
