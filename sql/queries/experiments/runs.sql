SELECT
    runs.id AS run_id,
    runs.state,
    runs.scope,
    runs.notes,
    runs.as_of_date AS as_of,
    runs.progress_pct,
    runs.eta,
    runs.created_at,
    runs.started_at,
    runs.finished_at,
    runs.airflow_run_id,
    runs.config_id,
    runs.global_seed,
    runs.requested_tickers,
    runs.suspicions,
    configs.version AS config_version,
    configs.config,
    owners.username AS owner
FROM experiment_runs AS runs
INNER JOIN training_configs AS configs ON runs.config_id = configs.id
INNER JOIN users AS owners ON runs.owner_user_id = owners.id
WHERE cast(:state AS TEXT) IS NULL OR runs.state = :state
ORDER BY runs.created_at DESC, runs.id DESC
LIMIT :limit OFFSET :skipped;
