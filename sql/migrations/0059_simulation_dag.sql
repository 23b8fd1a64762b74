-- The mirror answers for vn30_simulation while Airflow starts, too. It has no schedule of its own.

INSERT INTO pipeline_dags (
    dag_id, name, status, schedule_cron, trigger, default_retries, default_retry_delay_minutes,
    default_owner, default_tags
) VALUES (
    'vn30_simulation', 'VN30 simulation', 'paused', NULL, NULL, 4, 0.1, 'vn30', '{simulation, vn30}'
) ON CONFLICT DO NOTHING;
