import { Group, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { ConfirmButton } from "@/shared/components/ConfirmButton";
import { Pill } from "@/shared/components/Pill";
import { ago, time } from "@/shared/format/times";
import { type SignIn, useEndSignIn } from "./queries";
import classes from "./SignInList.module.css";
import { browserOf } from "./userAgent";

/** One sign-in; any but the current one can be ended. */
export function SignInItem({ signIn }: { signIn: SignIn }) {
  const end = useEndSignIn();
  const browser = browserOf(signIn.userAgent);
  return (
    <li className={classes.item}>
      <div>
        <Group gap={8}>
          <Text fw={600} title={signIn.userAgent ?? undefined} className={classes.browser}>
            {browser}
          </Text>
          {signIn.isCurrent && <Pill tone="accent">{m.account_sign_in_this()}</Pill>}
        </Group>
        <Text size="sm" c="dimmed">
          {m.account_sign_in_line({ address: signIn.address ?? "–", time: time(signIn.signedInAt) })}{" "}
          <span title={time(signIn.lastUsedAt)}>{ago(signIn.lastUsedAt)}</span>
        </Text>
      </div>
      {!signIn.isCurrent && (
        <ConfirmButton
          flex="none"
          label={m.account_sign_in_end()}
          aria-label={m.account_sign_in_end_of({ browser, time: time(signIn.signedInAt) })}
          title={m.account_sign_in_end_question()}
          keep={m.account_keep()}
          confirm={m.account_sign_in_end_confirm()}
          failure={m.account_sign_in_end_failed()}
          mutation={end}
          onConfirm={(close) =>
            end.mutate({ params: { path: { signInId: signIn.id } } }, { onSuccess: close })
          }
        >
          {m.account_sign_in_end_text({ browser, address: signIn.address ?? "–" })}
        </ConfirmButton>
      )}
    </li>
  );
}
