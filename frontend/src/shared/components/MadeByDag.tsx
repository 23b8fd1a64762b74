import type { ReactNode } from "react";
import { useUser } from "@/api/session";
import { m } from "@/paraglide/messages";
import { TextLink } from "./TextLink";

/** What fills an empty list, with a link to the DAG that does it for those who can open Pipelines. */
export function MadeByDag({ dag, children }: { dag: string; children: ReactNode }) {
  const user = useUser();
  return (
    <>
      {children}
      {user && user.role !== "end_user" && (
        <>
          <br />
          <TextLink to="/pipelines" search={{ dag }} underline="always">
            {m.shared_open_dag({ dag })}
          </TextLink>
        </>
      )}
    </>
  );
}
