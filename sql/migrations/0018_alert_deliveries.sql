-- Who was told what, a row an alert and channel: a channel that is away holds up nothing but itself. These
-- columns of 0017 were in no release, so none has to be read by a version before.

DROP VIEW IF EXISTS alert_overview;

-- Goes up with whatever is worth telling: that it is there, members that join, its end. 0: nothing any more.
ALTER TABLE alerts ADD COLUMN news INTEGER NOT NULL DEFAULT 1;

CREATE TABLE alert_deliveries (
    alert_id BIGINT NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    channel TEXT NOT NULL,
    -- How much of the news the channel has had, of which members, and when last.
    news_told INTEGER NOT NULL DEFAULT 0,
    members_told TEXT[] NOT NULL DEFAULT '{}',
    sent_at TIMESTAMPTZ,
    -- The last attempt, and what was wrong with it.
    tried_at TIMESTAMPTZ,
    error TEXT,
    PRIMARY KEY (alert_id, channel)
);

INSERT INTO alert_deliveries (alert_id, channel, news_told, members_told, sent_at, tried_at)
SELECT
    alerts.id,
    unnest(alerts.channels),
    1,
    alerts.members,
    coalesce(alerts.sent_at, now()),
    coalesce(alerts.sent_at, now())
FROM alerts;

DROP INDEX alerts_pending;

ALTER TABLE alerts
DROP COLUMN told_members,
DROP COLUMN pending,
DROP COLUMN channels,
DROP COLUMN error,
DROP COLUMN sent_at,
DROP COLUMN claimed_until;

CREATE INDEX alert_deliveries_channel ON alert_deliveries (channel, alert_id);

-- The maintenance DAG is mirrored like the others: an alert names the task that failed, and why.
INSERT INTO pipeline_dags (dag_id, name, status, schedule_cron) VALUES
('vn30_maintenance', 'VN30 maintenance', 'active', '0 19 * * *')
ON CONFLICT DO NOTHING;
