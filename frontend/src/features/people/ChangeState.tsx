import { ConfirmButton } from "@/shared/components/ConfirmButton";
import { type UserRow, useChangeUser } from "./queries";

/** Closes an account, or opens it again. */
export function ChangeState({ person }: { person: UserRow }) {
  const change = useChangeUser();
  const isActive = person.state === "active";
  const verb = isActive ? "Close" : "Open";
  return (
    <ConfirmButton
      label={isActive ? "Close" : "Open again"}
      aria-label={`${verb} the account of ${person.displayName}`}
      title={isActive ? "Close this account?" : "Open this account again?"}
      keep="Leave it"
      confirm={`${verb} the account`}
      failure="The account was not changed"
      mutation={change}
      onConfirm={(close) =>
        change.mutate(
          { params: { path: { userId: person.id } }, body: { isActive: !isActive } },
          { onSuccess: close },
        )
      }
    >
      {isActive
        ? `${person.displayName} is signed out at once, and cannot sign in until the account is opened again.`
        : `${person.displayName} can sign in again with the old password.`}
    </ConfirmButton>
  );
}
