SELECT
    dag_id,
    name,
    description,
    status = 'paused' AS paused,
    trigger,
    schedule_cron AS cron,
    timezone,
    schedule_label,
    catchup,
    max_active_runs,
    default_retries AS retries,
    default_retry_delay_minutes AS retry_delay_minutes,
    default_owner AS owner,
    default_tags AS tags,
    next_run_at
FROM pipeline_dags
WHERE dag_id = ANY(:dag_ids)
ORDER BY dag_id;
