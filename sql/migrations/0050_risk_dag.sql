-- The mirror answers for vn30_risk while Airflow starts, too.

INSERT INTO pipeline_dags (
    dag_id, name, status, schedule_cron, trigger, default_retries, default_retry_delay_minutes,
    default_owner, default_tags
) VALUES (
    'vn30_risk', 'VN30 risk', 'paused', '15 18 * * *', 'prices', 4, 0.1, 'vn30', '{risk, vn30}'
) ON CONFLICT DO NOTHING;
