import { m } from "@/paraglide/messages";
import { Notice } from "@/shared/components/Notice";

/** Stands beside every recommendation. */
export function AdviceNotice() {
  return (
    <Notice kind="note" p="xs">
      {m.shared_information_from_statistical_models_no_investment()}
    </Notice>
  );
}
