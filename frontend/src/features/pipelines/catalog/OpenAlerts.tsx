import { Text } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { ErrorNotice } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { TextLink } from "@/shared/components/TextLink";
import { ago, time } from "@/shared/format/times";
import { useOpenAlerts } from "../queries";
import classes from "./OpenAlerts.module.css";

/** The open alerts: failed runs, late prices, stale models, and prices that violate a check. */
export function OpenAlerts() {
  const { data, error } = useOpenAlerts();
  if (data === undefined) {
    return error ? <ErrorNotice error={error} what={m.pipelines_the_open_alerts_could_not_be()} /> : null;
  }
  if (data.data.length === 0) return null;
  return (
    <Notice
      role="region"
      kind="alert"
      icon={<IconBell size={18} aria-hidden />}
      title={
        data.meta.total === 1
          ? m.pipelines_1_open_alert()
          : m.pipelines_open_alerts({ total: data.meta.total })
      }
      mb="md"
    >
      <ul className={classes.alerts}>
        {data.data.map((alert) => (
          <li key={alert.id}>
            <OpenAlert alert={alert} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function OpenAlert({ alert }: { alert: Schemas["Alert"] }) {
  const { dagId, runId } = alert;
  return (
    <>
      <Text size="sm" component="span" fw={600}>
        {alert.title}
      </Text>{" "}
      <Text size="sm" component="span" c="dimmed" title={time(alert.firstSeen)}>
        {ago(alert.firstSeen)}
      </Text>
      {alert.details.slice(0, SHOWN).map((line) => (
        <Text size="sm" key={line} className={classes.detail}>
          {line}
        </Text>
      ))}
      <Text size="sm">
        {alert.remedy}{" "}
        {dagId && runId && (
          <TextLink
            size="sm"
            to="/pipelines"
            search={{ dag: dagId, tab: "run", view: "logs", run: runId }}
            aria-label={m.pipelines_logs_of_the_run_of({ title: alert.title })}
          >
            {m.pipelines_logs_of_the_run()}
          </TextLink>
        )}
      </Text>
      {alert.error && (
        <Text size="sm" className={classes.detail}>
          {m.pipelines_not_all_notifications_were_sent({ error: alert.error })}
        </Text>
      )}
    </>
  );
}

/** The number of shown lines of an alert; the run's logs and the notifications have all. */
const SHOWN = 2;
