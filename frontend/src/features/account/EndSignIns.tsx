import { m } from "@/paraglide/messages";
import { ConfirmButton } from "@/shared/components/ConfirmButton";
import { useEndAllSignIns, useEndOtherSignIns } from "./queries";

/** Ends all sign-ins but the current one. */
export function EndOtherSignIns() {
  const end = useEndOtherSignIns();
  return (
    <ConfirmButton
      label={m.account_end_others()}
      title={m.account_end_others_question()}
      keep={m.account_keep_them()}
      confirm={m.account_end_others_confirm()}
      failure={m.account_end_others_failed()}
      mutation={end}
      onConfirm={(close) => end.mutate({ params: { query: { keepCurrent: true } } }, { onSuccess: close })}
    >
      {m.account_end_others_text()}
    </ConfirmButton>
  );
}

/** Ends all sign-ins, the current one among them. */
export function EndAllSignIns() {
  const end = useEndAllSignIns();
  return (
    <ConfirmButton
      label={m.account_end_all()}
      title={m.account_end_all_question()}
      keep={m.account_keep_them()}
      confirm={m.account_end_all_confirm()}
      failure={m.account_end_all_failed()}
      mutation={end}
      onConfirm={() => end.mutate({ params: { query: { keepCurrent: false } } })}
    >
      {m.account_end_all_text()}
    </ConfirmButton>
  );
}
