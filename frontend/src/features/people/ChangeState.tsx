import { m } from "@/paraglide/messages";
import { ConfirmButton } from "@/shared/components/ConfirmButton";
import { type UserRow, useChangeUser } from "./queries";

/** Closes an account, or opens it again. */
export function ChangeState({ person }: { person: UserRow }) {
  const change = useChangeUser();
  const isActive = person.state === "active";
  const name = person.displayName;
  return (
    <ConfirmButton
      label={isActive ? m.people_close() : m.people_open()}
      aria-label={isActive ? m.people_close_of({ name }) : m.people_open_of({ name })}
      title={isActive ? m.people_close_question() : m.people_open_question()}
      keep={m.people_leave()}
      confirm={isActive ? m.people_close_confirm() : m.people_open_confirm()}
      failure={m.people_change_failed()}
      mutation={change}
      onConfirm={(close) =>
        change.mutate(
          { params: { path: { userId: person.id } }, body: { isActive: !isActive } },
          { onSuccess: close },
        )
      }
    >
      {isActive ? m.people_close_text({ name }) : m.people_open_text({ name })}
    </ConfirmButton>
  );
}
