SELECT
    runs.id,
    runs.airflow_run_id,
    runs.state,
    runs.started_at,
    runs.request_fingerprint
FROM experiment_runs AS runs
WHERE runs.owner_user_id = cast(:owner_user_id AS UUID) AND runs.idempotency_key = :idempotency_key;
