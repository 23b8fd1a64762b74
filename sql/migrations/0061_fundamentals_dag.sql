-- The mirror answers for vn30_fundamentals while Airflow starts, too.

INSERT INTO pipeline_dags (
    dag_id, name, status, schedule_cron, trigger, default_retries, default_retry_delay_minutes,
    default_owner, default_tags
) VALUES (
    'vn30_fundamentals', 'VN30 fundamentals', 'paused', '45 17 * * *', 'prices', 4, 0.1, 'vn30',
    '{prices, vn30}'
) ON CONFLICT DO NOTHING;
