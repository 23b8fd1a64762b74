SELECT
    runs.airflow_run_id,
    runs.state,
    runs.started_at,
    runs.scope,
    runs.global_seed,
    runs.requested_tickers,
    runs.target_column,
    runs.parent_run_id,
    runs.config_id,
    configs.config
FROM experiment_runs AS runs
INNER JOIN training_configs AS configs ON runs.config_id = configs.id
WHERE runs.id = cast(:run_id AS UUID);
