import { Button, Card, Group, Text, Title } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { EndAllSignIns, EndOtherSignIns } from "./EndSignIns";
import { useSignIns } from "./queries";
import { SignInItem } from "./SignInItem";
import classes from "./SignInList.module.css";

/** Programs that sign in for each of their runs have many sign-ins. */
const FIRST = 10;

/** The user's sign-ins, and the buttons that end them. */
export function SignInList() {
  const signIns = useSignIns();
  const [showsAll, setShowsAll] = useState(false);
  return (
    <Card component="section" aria-labelledby="sign-ins">
      <Title order={2} size="h4" id="sign-ins">
        {m.account_sign_ins()}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {m.account_sign_ins_text()}
      </Text>
      <Loaded
        query={signIns}
        what={m.account_sign_ins_what()}
        skeleton={<SkeletonLines lines={3} height={48} />}
      >
        {(rows) => (
          <>
            <ul className={classes.list}>
              {(showsAll ? rows : rows.slice(0, FIRST)).map((signIn) => (
                <SignInItem key={signIn.id} signIn={signIn} />
              ))}
            </ul>
            <Group gap="sm" mt="sm">
              {!showsAll && rows.length > FIRST && (
                <Button size="xs" variant="default" onClick={() => setShowsAll(true)}>
                  {m.account_sign_ins_all({ count: rows.length })}
                </Button>
              )}
              {rows.length > 1 && <EndOtherSignIns />}
              <EndAllSignIns />
            </Group>
          </>
        )}
      </Loaded>
    </Card>
  );
}
