import { Group, Text } from "@mantine/core";
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
          {signIn.isCurrent && <Pill tone="accent">This one</Pill>}
        </Group>
        <Text size="sm" c="dimmed">
          {signIn.address} · signed in {time(signIn.signedInAt)} · last used{" "}
          <span title={time(signIn.lastUsedAt)}>{ago(signIn.lastUsedAt)}</span>
        </Text>
      </div>
      {!signIn.isCurrent && (
        <ConfirmButton
          flex="none"
          label="End"
          aria-label={`End the sign-in of ${browser}, ${time(signIn.signedInAt)}`}
          title="End this sign-in?"
          keep="Keep it"
          confirm="End the sign-in"
          failure="The sign-in has not ended"
          mutation={end}
          onConfirm={(close) =>
            end.mutate({ params: { path: { signInId: signIn.id } } }, { onSuccess: close })
          }
        >
          {browser} at {signIn.address} is signed out at once, and its links to files stop working.
        </ConfirmButton>
      )}
    </li>
  );
}
