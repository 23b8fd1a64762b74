INSERT INTO pipeline_dags (
    dag_id, name, description, status, trigger, schedule_cron, schedule_label, timezone, catchup,
    max_active_runs, default_retries, default_retry_delay_minutes, default_owner, default_tags, next_run_at
) VALUES (
    :dag_id, :name, :description, :status, :trigger, :schedule_cron, :schedule_label, :timezone, :catchup,
    :max_active_runs, :retries, :retry_delay_minutes, :owner, CAST(:tags AS TEXT[]), :next_run_at
)
ON CONFLICT (dag_id) DO UPDATE SET
    name = excluded.name,
    description = excluded.description,
    status = excluded.status,
    trigger = excluded.trigger,
    schedule_cron = excluded.schedule_cron,
    schedule_label = excluded.schedule_label,
    timezone = excluded.timezone,
    catchup = excluded.catchup,
    max_active_runs = excluded.max_active_runs,
    default_retries = excluded.default_retries,
    default_retry_delay_minutes = excluded.default_retry_delay_minutes,
    default_owner = excluded.default_owner,
    default_tags = excluded.default_tags,
    next_run_at = excluded.next_run_at,
    updated_at = NOW();
