-- The mirror answers while Airflow starts, before a DAG was read from it: with the default settings then, and
-- not with zeros. The crawler of minutes is mirrored like the others.

INSERT INTO pipeline_dags (dag_id, name, status, schedule_cron) VALUES
('vn30_intraday_crawler', 'VN30 intraday crawler', 'paused', '30 17 * * *')
ON CONFLICT DO NOTHING;

UPDATE pipeline_dags SET
    trigger = CASE WHEN dag_id = 'vn30_lake' THEN 'prices' ELSE trigger END,
    default_retries = CASE WHEN dag_id = 'vn30_maintenance' THEN 2 ELSE 4 END,
    default_retry_delay_minutes = CASE WHEN dag_id = 'vn30_maintenance' THEN 1 ELSE 0.1 END,
    default_owner = 'vn30',
    default_tags = CASE dag_id
        WHEN 'vn30_data_crawler' THEN '{prices, vn30}'
        WHEN 'vn30_intraday_crawler' THEN '{prices, vn30}'
        WHEN 'vn30_lake' THEN '{lake, vn30}'
        WHEN 'vn30_maintenance' THEN '{maintenance, vn30}'
        ELSE '{forecasts, vn30}'
    END::TEXT[]
WHERE default_owner IS NULL;
