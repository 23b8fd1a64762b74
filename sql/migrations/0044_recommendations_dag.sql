-- The DAG of recommendations in the mirror of Airflow, with its default settings.
INSERT INTO pipeline_dags (
    dag_id, name, status, schedule_cron, trigger, default_retries, default_retry_delay_minutes, default_owner,
    default_tags
) VALUES
(
    'vn30_recommendations', 'VN30 recommendations', 'paused', '30 19 * * *', 'prices', 4, 0.1, 'vn30',
    '{forecasts, vn30}'
)
ON CONFLICT DO NOTHING;
