import { ConfirmButton } from "@/shared/components/ConfirmButton";
import { useEndAllSignIns, useEndOtherSignIns } from "./queries";

/** Ends all sign-ins but the current one. */
export function EndOtherSignIns() {
  const end = useEndOtherSignIns();
  return (
    <ConfirmButton
      label="End all others"
      title="End all other sign-ins?"
      keep="Keep them"
      confirm="End the others"
      failure="The other sign-ins have not ended"
      mutation={end}
      onConfirm={(close) => end.mutate({ params: { query: { keepCurrent: true } } }, { onSuccess: close })}
    >
      All other browsers and programs of this account are signed out at once. This one stays signed in.
    </ConfirmButton>
  );
}

/** Ends all sign-ins, the current one among them. */
export function EndAllSignIns() {
  const end = useEndAllSignIns();
  return (
    <ConfirmButton
      label="End all"
      title="End all sign-ins?"
      keep="Keep them"
      confirm="End all and sign out"
      failure="The sign-ins have not ended"
      mutation={end}
      onConfirm={() => end.mutate({ params: { query: { keepCurrent: false } } })}
    >
      All browsers and programs of this account are signed out at once, this one included.
    </ConfirmButton>
  );
}
