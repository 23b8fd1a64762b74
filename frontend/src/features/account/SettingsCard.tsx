import { Button, Card, NativeSelect, NumberInput, Stack, Switch, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { m } from "@/paraglide/messages";
import { ErrorNotice, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { type AccountSettings, useAccount, useChangeSettings, useSettings } from "./choiceQueries";

const PROFILES: Record<AccountSettings["preferredProfile"], string> = {
  conservative: m.account_conservative(),
  moderate: m.account_moderate(),
  aggressive: m.account_aggressive(),
};
const HORIZONS: AccountSettings["defaultHorizonDays"][] = [7, 15, 30];

/** The user's settings: profile, horizon, costs and mails. */
export function SettingsCard() {
  const settings = useSettings();
  return (
    <Card component="section" aria-labelledby="settings">
      <Title order={2} size="h4" id="settings" mb="sm">
        {m.account_settings()}
      </Title>
      <Loaded
        query={settings}
        what={m.account_settings_what()}
        skeleton={<SkeletonLines lines={5} height={48} />}
      >
        {(saved) => <SettingsForm saved={saved} />}
      </Loaded>
    </Card>
  );
}

function SettingsForm({ saved }: { saved: AccountSettings }) {
  const account = useAccount();
  const change = useChangeSettings();
  const [draft, setDraft] = useState(saved);
  const set = (part: Partial<AccountSettings>) => setDraft((old) => ({ ...old, ...part }));
  const hasNoMail = account.data !== undefined && account.data.email === null;

  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate({ body: draft });
  }

  return (
    <form onSubmit={submit} aria-labelledby="settings">
      <Stack gap="sm">
        <NativeSelect
          label={m.account_profile()}
          description={m.account_profile_hint()}
          data={Object.entries(PROFILES).map(([value, label]) => ({ value, label }))}
          value={draft.preferredProfile}
          onChange={(event) =>
            set({ preferredProfile: event.currentTarget.value as AccountSettings["preferredProfile"] })
          }
        />
        <NativeSelect
          label={m.account_horizon()}
          data={HORIZONS.map((days) => ({ value: String(days), label: m.account_sessions({ days }) }))}
          value={String(draft.defaultHorizonDays)}
          onChange={(event) =>
            set({
              defaultHorizonDays: Number(event.currentTarget.value) as AccountSettings["defaultHorizonDays"],
            })
          }
        />
        <Percent
          label={m.account_fee()}
          description={m.account_fee_hint()}
          value={draft.feePct}
          onChange={(feePct) => set({ feePct })}
        />
        <Percent
          label={m.account_tax()}
          description={m.account_tax_hint()}
          value={draft.taxPct}
          onChange={(taxPct) => set({ taxPct })}
        />
        <Switch
          label={m.account_mail()}
          description={hasNoMail ? m.account_no_mail() : undefined}
          disabled={hasNoMail}
          checked={draft.mailOnLabelChange}
          onChange={(event) => set({ mailOnLabelChange: event.currentTarget.checked })}
        />
        {change.error !== null && <ErrorNotice error={change.error} what={m.account_settings_failed()} />}
        <Button type="submit" loading={change.isPending} style={{ alignSelf: "flex-start" }}>
          {m.account_save()}
        </Button>
      </Stack>
    </form>
  );
}

type Percent = { label: string; description: string; value: number; onChange: (percent: number) => void };

function Percent({ value, onChange, ...texts }: Percent) {
  return (
    <NumberInput
      min={0}
      max={5}
      step={0.05}
      decimalScale={3}
      clampBehavior="strict"
      required
      value={value}
      onChange={(percent) => onChange(Number(percent))}
      {...texts}
    />
  );
}
