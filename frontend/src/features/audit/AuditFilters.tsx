import { m } from "@/paraglide/messages";
import { DayFilters, Filters, SelectFilter, TextFilter } from "@/shared/components/Filters";
import { isAction } from "./actions";
import { type AuditSearch, MAX_SUBJECT_LENGTH, MAX_USER_LENGTH } from "./search";
import { ACTIONS } from "./words";

type Props = {
  search: AuditSearch;
  filtered: boolean;
  onChange: (part: AuditSearch) => void;
};

/** The filters of the audit trail. */
export function AuditFilters({ search, filtered, onChange }: Props) {
  return (
    <Filters
      filtered={filtered}
      onReset={() =>
        onChange({ user: undefined, action: undefined, subject: undefined, from: undefined, to: undefined })
      }
    >
      <TextFilter
        label={m.audit_user()}
        placeholder={m.audit_user_hint()}
        maxLength={MAX_USER_LENGTH}
        value={search.user}
        onChange={(user) => onChange({ user })}
      />
      <SelectFilter
        label={m.audit_action()}
        all={m.audit_action_all()}
        options={ACTIONS}
        value={search.action}
        onChange={(action) => onChange({ action: isAction(action) ? action : undefined })}
      />
      <TextFilter
        label={m.audit_subject()}
        placeholder={m.audit_subject_hint()}
        maxLength={MAX_SUBJECT_LENGTH}
        value={search.subject}
        onChange={(subject) => onChange({ subject })}
      />
      <DayFilters from={search.from} to={search.to} onChange={onChange} />
    </Filters>
  );
}
