-- The mirror answers for vn30_news_crawler while Airflow starts, too.

INSERT INTO pipeline_dags (
    dag_id, name, status, schedule_cron, trigger, default_retries, default_retry_delay_minutes,
    default_owner, default_tags
) VALUES (
    'vn30_news_crawler', 'VN30 news crawler', 'paused', '0 0,2,4,6-22 * * *', 'cron', 2, 0.1,
    'vn30', '{news, vn30}'
) ON CONFLICT DO NOTHING;
